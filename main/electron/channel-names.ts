/** The messages between preload and main. Each carries the number of the connection it belongs to. */
export const channels = {
  open: 'millrace:open',
  message: 'millrace:message',
  close: 'millrace:close',
  dropped: 'millrace:dropped',
} as const;
