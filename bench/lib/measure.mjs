import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/**
 * @typedef {{ file: string, args: string[], cwd?: string, env?: Record<string, string> }} Command
 * @typedef {object} Measured
 * @property {number} seconds wall clock, from spawn to exit: a program's own start counts
 * @property {number | null} peakMb highest resident memory of the process and its children, in 10^6 bytes; null where
 *   the system has no /proc
 * @property {number | null} code exit code; null when a signal ended it
 * @property {string | null} signal
 * @property {boolean} timedOut
 * @property {string} stdout the last 256 kB
 * @property {string} stderr the last 256 kB
 */

const keptOutput = 256 * 1024;
/** Between two looks at memory. The kernel keeps each process's high-water mark, so a short peak is not missed. */
const lookMs = 25;
/** Looks between two searches for new child processes, which cost more. */
const looksPerSearch = 4;

/** @type {Set<number>} process groups that are running now */
const running = new Set();

/** Ends what was started here and is still running; for the parent's own end. */
export const stopRunning = () => {
  for (const pid of running) signalGroup(pid);
};

/** @param {number} pid */
const signalGroup = pid => {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
};

/** @param {string} path */
const textOf = path => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/**
 * Resident memory of one process in bytes: now, and its highest so far.
 * @param {number} pid
 */
const memoryOf = pid => {
  const status = textOf(`/proc/${pid}/status`);
  const kb = (/** @type {string} */ name) =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  return { now: kb('VmRSS') * 1024, highest: kb('VmHWM') * 1024 };
};

/**
 * @param {number} pid
 * @returns {number[]} children of any of its threads
 */
const childrenOf = pid => {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap(thread =>
      textOf(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
};

/** @param {number} pid @returns {number[]} */
const familyOf = pid => [pid, ...childrenOf(pid).flatMap(familyOf)];

/**
 * Follows the memory of a process and its descendants. Alone, a process's peak is exact (the kernel's high-water mark);
 * with children it is the highest sum seen, and never less than the largest single mark.
 * @param {number} pid
 * @returns {() => number | null} stops; gives the peak in bytes
 */
const watchMemory = pid => {
  let family = [pid];
  let looks = 0;
  let peak = 0;
  const look = () => {
    if (looks++ % looksPerSearch === 0) family = familyOf(pid);
    let sum = 0;
    for (const member of family) {
      const { now, highest } = memoryOf(member);
      sum += now;
      peak = Math.max(peak, highest);
    }
    peak = Math.max(peak, sum);
  };
  const timer = setInterval(look, lookMs);
  look();
  return () => {
    clearInterval(timer);
    return peak === 0 ? null : peak;
  };
};

/**
 * Collects the end of a stream's text.
 * @param {import('node:stream').Readable} stream
 * @returns {() => string}
 */
const tailOf = stream => {
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', chunk => {
    text = (text + chunk).slice(-keptOutput);
  });
  return () => text;
};

/**
 * Runs a command and says how long it took and how much memory it held. Never throws for what the command does; a
 * program that cannot be started has code 127 and the reason in `stderr`.
 * @param {Command} command
 * @param {{ timeoutSeconds?: number }} [limits]
 * @returns {Promise<Measured>}
 */
export const measure = (command, { timeoutSeconds = 1800 } = {}) =>
  new Promise(resolve => {
    const started = performance.now();
    // A group of its own, so that its children end with it.
    const child = spawn(command.file, command.args, {
      cwd: command.cwd,
      env: { ...process.env, ...command.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const { pid } = child;
    const peakOf = pid === undefined ? () => null : watchMemory(pid);
    const stdout = tailOf(child.stdout);
    const stderr = tailOf(child.stderr);
    let ended = started;
    let timedOut = false;
    let reason = '';
    const deadline = setTimeout(() => {
      timedOut = true;
      if (pid !== undefined) signalGroup(pid);
    }, timeoutSeconds * 1000);
    if (pid !== undefined) running.add(pid);
    child.on('error', error => {
      reason = error.message;
    });
    child.on('exit', () => {
      ended = performance.now();
    });
    child.on('close', (code, signal) => {
      clearTimeout(deadline);
      if (pid !== undefined) running.delete(pid);
      const bytes = peakOf();
      resolve({
        seconds: (ended - started) / 1000,
        peakMb: bytes === null ? null : bytes / 1e6,
        code: pid === undefined ? 127 : code,
        signal,
        timedOut,
        stdout: stdout(),
        stderr: reason === '' ? stderr() : reason,
      });
    });
  });
