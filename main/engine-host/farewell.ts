/** The message that asks an engine to end where its channel cannot be closed, as that of a utility process. */
export const farewell = 'millrace:end';
