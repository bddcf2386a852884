/** Which Millrace this is. A test holds the first line against package.json. */
export const programVersion = '0.1.0';

/**
 * Changes with every change of the source: the build puts a hash of all source files here. What is kept between runs is
 * only used by the build that wrote it, because a repaired function means other rows.
 */
export const buildId: string = process.env.MILLRACE_BUILD ?? 'source';
