/** What a page may ask of the system: to put text on the clipboard, and nothing else. */
export const mayHave = (permission: string): boolean => permission === 'clipboard-sanitized-write';
