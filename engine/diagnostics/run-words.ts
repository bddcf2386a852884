/** What is said of a run whose engine ended under it. */
export const engineStopped = (reason: string | undefined): string =>
  `The engine stopped (${reason ?? 'for an unknown reason'}). Earlier outputs are as they were; run again.`;

export const engineRestarts = (reason: string | undefined): string =>
  `The engine stopped (${reason ?? 'for an unknown reason'}). Another one is being started.`;
