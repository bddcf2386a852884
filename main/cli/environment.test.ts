/** The same bytes out, whatever surrounds the program: locale, home, folders, pipes and terminals. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { builtCli, folderWith, jsonLines, pipeline } from './test-cli.ts';

const cli = builtCli();
const document = pipeline([
  { id: 'orders', kind: 'read-csv', params: { path: 'orders.csv' } },
  { id: 'order', kind: 'sort', params: { keys: ['name'] } },
  { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
]);
const orders = 'id,name,day\n1,Ärger,2024-02-29\n2,ilk,2024-03-01\n3,İlk,2024-03-02\n4,😀,2024-03-03\n';
const bench = (name = '') => {
  const base = folderWith({});
  const folder = name === '' ? base : join(base, name);
  if (name !== '') mkdirSync(folder);
  writeFileSync(join(folder, 'orders.csv'), orders);
  writeFileSync(join(folder, 'p.millrace'), document);
  return folder;
};
const posix = process.platform !== 'win32';
const shell = (command: string, cwd: string, env: Record<string, string | undefined> = {}) =>
  spawnSync('sh', ['-c', command], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NODE: process.execPath, CLI: cli.script, XDG_CACHE_HOME: join(cwd, 'c'), ...env },
  });

const plain = bench();
const expected = async () => {
  await cli.run(['run', 'p.millrace', '--no-cache'], { cwd: plain });
  return readFileSync(join(plain, 'out.csv'), 'utf8');
};

describe('surroundings', () => {
  test.each<[string, Record<string, string | undefined>]>([
    ['LANG=C', { LANG: 'C', LC_ALL: 'C' }],
    ['Turkish', { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }],
    ['Arabic', { LANG: 'ar_EG.UTF-8', LC_ALL: 'ar_EG.UTF-8' }],
    ['Hebrew', { LANG: 'he_IL.UTF-8', LC_ALL: 'he_IL.UTF-8' }],
    ['another time zone', { TZ: 'Pacific/Auckland' }],
    ['no HOME', { HOME: undefined, XDG_CACHE_HOME: undefined, MILLRACE_CACHE_DIR: undefined }],
    ['a HOME that cannot be written', { HOME: '/proc/none', XDG_CACHE_HOME: undefined }],
    ['an empty HOME', { HOME: '', XDG_CACHE_HOME: '' }],
    ['no colours', { NO_COLOR: '1' }],
  ])('%s changes no byte', async (_, env) => {
    const folder = bench();
    // With no home at all, the cache is the account's own; it is kept out of the test.
    const more = 'HOME' in env && env.HOME === undefined ? ['--no-cache'] : [];
    const { code, err } = await cli.run(['run', 'p.millrace', ...more], { cwd: folder, env });
    expect([code, err]).toEqual([0, expect.stringContaining('Wrote 4 rows')]);
    expect(readFileSync(join(folder, 'out.csv'), 'utf8')).toBe(await expected());
    expect(err).not.toContain('\u001b');
  });

  test('a HOME with blanks and emoji holds the cache', async () => {
    const folder = bench();
    const home = bench('hömé 😀 x');
    const env = { HOME: home, XDG_CACHE_HOME: undefined, MILLRACE_CACHE_DIR: undefined };
    for (const cached of [false, true]) {
      const { code, out } = await cli.run(['run', 'p.millrace', '--json'], { cwd: folder, env });
      expect([code, jsonLines(out).at(-1)]).toMatchObject([0, { nodes: { out: { cached } } }]);
    }
    expect(readFileSync(join(folder, 'out.csv'), 'utf8')).toBe(await expected());
  });

  test.each(['with space', 'émoji 😀', "it's", 'a;b&c', '-dash', 'per%cent'])(
    'a folder named %j',
    async name => {
      const folder = bench(name);
      const { code } = await cli.run(['run', join(folder, 'p.millrace'), '--no-cache'], { cwd: '/' });
      expect(code).toBe(0);
      expect(readFileSync(join(folder, 'out.csv'), 'utf8')).toBe(await expected());
    },
  );

  test('a missing TMPDIR is named, with the way out, and the way out works', async () => {
    const folder = bench();
    const env = { TMPDIR: join(folder, 'none') };
    const { code, err, out } = await cli.run(['run', 'p.millrace', '--json'], { cwd: folder, env });
    expect([code, jsonLines(out).at(-1)]).toEqual([
      1,
      expect.objectContaining({
        status: 'failed',
        error: expect.objectContaining({ code: 'no-temp-folder' }),
      }),
    ]);
    expect(err).toContain('TMPDIR');
    const spilled = await cli.run(['run', 'p.millrace', '--spill', join(folder, 'spill')], {
      cwd: folder,
      env,
    });
    expect(spilled.code).toBe(0);
    for (const command of ['validate', 'describe']) {
      const ended = await cli.run([command, 'p.millrace'], { cwd: folder, env });
      expect([command, ended.code]).toEqual([command, 1]);
      expect(ended.err).toMatch(/^error: .*TMPDIR/);
      expect(ended.err).not.toContain('    at ');
    }
  });

  test.runIf(posix)('arguments that are no UTF-8 are an error, not a crash', () => {
    const { status, stderr } = shell('"$NODE" "$CLI" run "$(printf "caf\\351.millrace")"', bench());
    expect([status, stderr.includes('There is no file')]).toEqual([2, true]);
  });

  test.runIf(posix && process.getuid?.() !== 0)('an output folder that may not be written', async () => {
    const folder = bench();
    chmodSync(folder, 0o500);
    const { code, err } = await cli.run(['run', 'p.millrace', '--no-cache'], { cwd: folder });
    chmodSync(folder, 0o700);
    expect([code, err.includes('out.path') && err.includes('permission denied')]).toEqual([1, true]);
  });
});

describe.runIf(posix)('pipes', () => {
  test('a reader that leaves early ends nothing: the outputs are written, quietly', () => {
    const folder = bench();
    const { stdout, stderr } = shell('"$NODE" "$CLI" run p.millrace --json | head -c 1', folder);
    expect([stdout.length, stderr]).toEqual([1, '']);
    expect(readFileSync(join(folder, 'out.csv'), 'utf8')).toContain('Ärger');
  });

  test('closed stdout and stderr are no failure', () => {
    const folder = bench();
    expect(shell('"$NODE" "$CLI" run p.millrace --json >&-', folder).status).toBe(0);
    expect(shell('"$NODE" "$CLI" run p.millrace --no-cache 2>&-', folder).status).toBe(0);
  });

  test.runIf(process.platform === 'linux')('a full disk behind stdout is said, with 1', () => {
    const { status, stderr } = shell('"$NODE" "$CLI" preview p.millrace orders >/dev/full', bench());
    expect([status, stderr]).toEqual([1, 'error: What was asked for cannot be written: the disk is full.\n']);
  });

  test('people read stderr, programs read stdout', () => {
    const folder = bench();
    const { stdout } = shell('"$NODE" "$CLI" run p.millrace 2>err.txt', folder);
    expect(stdout).toBe('');
    const lines = readFileSync(join(folder, 'err.txt'), 'utf8');
    expect(lines).toMatch(/orders +read-csv +4 rows/);
    expect(lines).not.toMatch(/[\r\u001b]/);
  });

  test('a reader that is slow loses no line', () => {
    const folder = bench();
    const { stdout } = shell('"$NODE" "$CLI" nodes --json | (sleep 0.5; cat)', folder);
    expect(jsonLines(stdout).length).toBeGreaterThan(10);
    expect(jsonLines(stdout).at(-1)).toHaveProperty('kind');
  });
});

const python = spawnSync('python3', ['-c', 'import pty']).status === 0;

describe.runIf(posix && python)('a terminal', () => {
  /** Runs in a terminal of a width and gives what it showed. */
  const terminal = (
    folder: string,
    columns: number,
    env: Record<string, string>,
    ...args: string[]
  ): string => {
    const script = `import os,pty,sys,fcntl,termios,struct
pid,fd=pty.fork()
if pid==0: os.execvp(sys.argv[2],sys.argv[2:])
fcntl.ioctl(fd,termios.TIOCSWINSZ,struct.pack('HHHH',24,int(sys.argv[1]),0,0))
out=b''
while True:
  try: data=os.read(fd,4096)
  except OSError: break
  if not data: break
  out+=data
sys.stdout.buffer.write(out)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid,0)[1]))`;
    const words = [String(columns), process.execPath, cli.script, ...args];
    return spawnSync('python3', ['-c', script, ...words], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, TERM: 'xterm', ...env },
    }).stdout;
  };
  const busy = pipeline([
    { id: 'many', kind: 'sequence', params: { count: 5_000_000 } },
    { id: 'once', kind: 'drop-duplicates' },
    { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
  ]);

  test.each([80, 20, 5])('a bar that fits %i columns and is gone at the end', columns => {
    const shown = terminal(
      folderWith({ 'p.millrace': busy }),
      columns,
      {},
      'run',
      'p.millrace',
      '--no-cache',
    );
    const bars = shown.split('\r\u001b[2K').slice(1);
    expect(bars.length).toBeGreaterThan(1);
    const drawn = bars.map(bar => bar.split('\n')[0] ?? '').filter(bar => bar.includes('%'));
    for (const bar of drawn) expect(bar.length).toBeLessThanOrEqual(Math.max(10, columns - 1));
    expect(shown.trimEnd().split('\n').at(-1)).toMatch(/^Done in/);
  });

  test('TERM=dumb gets plain lines', () => {
    const shown = terminal(
      folderWith({ 'p.millrace': busy }),
      80,
      { TERM: 'dumb' },
      'run',
      'p.millrace',
      '--no-cache',
    );
    expect(shown).not.toContain('\u001b');
    expect(shown).toContain('5,000,000 rows');
  });

  test('cells cannot move the cursor', () => {
    const folder = folderWith({
      'a.csv': 'name\n"\u001b[2Jgone"\n"\u001b]0;title\u0007"\n"a\u202eb"\n',
      'p.millrace': pipeline([
        { id: 'in', kind: 'read-csv', params: { path: 'a.csv', header: true } },
        { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
      ]),
    });
    const shown = terminal(folder, 80, {}, 'preview', 'p.millrace', 'in');
    expect(shown).not.toMatch(/[\u001b\u0007\u202e]/);
    expect(shown).toContain('gone');
  });
});
