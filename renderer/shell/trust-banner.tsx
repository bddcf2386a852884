/** What an untrusted pipeline would touch, and the way to trust it. */
export const TrustBanner = () => null;
