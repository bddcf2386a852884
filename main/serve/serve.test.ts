import { renameSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import {
  Decimal,
  Dictionary,
  Float64,
  Int32,
  Int64,
  makeVector,
  Null,
  Table,
  tableFromIPC,
  tableToIPC,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { type Artifact, writeArtifact } from '../../engine/ml/artifact.ts';
import { ksOf, psiOf } from '../../engine/ml/drift.ts';
import { createDrift } from './drift.ts';
import { model, service, token } from './test-model.ts';

type Running = Awaited<ReturnType<typeof service>>;
let it: Running;
beforeAll(async () => {
  it = await service();
});
const problem = async (response: Response) =>
  ((await response.json()) as { error: { code: string; message: string } }).error;

describe('scoring', () => {
  test('one row', async () => {
    const answer = await it.score({ row: { x: 3, colour: 'red' } });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      version: expect.stringMatching(/^[0-9a-f]{12}$/),
      row: { prediction: 16 },
    });
  });

  test('many rows, in their order; null has no prediction, and columns that the model does not read are left aside', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => ({
      x: i,
      colour: i % 2 === 0 ? 'red' : 'blue',
      id: i,
    }));
    const answer = await it.score({ rows: [...rows, { x: null, colour: 'red' }, { x: 1, colour: null }] });
    const said = (await answer.json()) as { rows: { prediction: number | null }[] };
    expect(said.rows.map(r => r.prediction)).toEqual([
      ...rows.map(r => 2 * r.x + (r.colour === 'red' ? 10 : 0)),
      null,
      null,
    ]);
  });

  test.each([
    ['a list', [{ x: 3, colour: 'red' }], { rows: [{ prediction: 16 }] }],
    ['a row as it is', { x: 3, colour: 'red' }, { row: { prediction: 16 } }],
  ])('%s', async (_, body, said) => {
    const answer = await it.score(body);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ version: expect.any(String), ...said });
  });

  test('a category that the model never met counts as none of those it knows', async () => {
    expect(await (await it.score({ x: 3, colour: 'mauve' })).json()).toMatchObject({
      row: { prediction: 6 },
    });
  });

  test('requests at the same time get their own answers', async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, i) => it.score({ row: { x: i, colour: 'blue' } }).then(r => r.json())),
    );
    expect(answers.map(a => (a as { row: { prediction: number } }).row.prediction)).toEqual(
      Array.from({ length: 30 }, (_, i) => 2 * i),
    );
  });

  test('an Arrow stream gives an Arrow stream', async () => {
    const table = new Table({
      colour: vectorFromArray(['red', 'blue', null], new Utf8()),
      x: vectorFromArray([1, 2, 3], new Float64()),
    });
    const type = 'application/vnd.apache.arrow.stream';
    const answer = await it.ask('/score', {
      method: 'POST',
      body: Buffer.from(tableToIPC(table, 'stream')),
      headers: { 'Content-Type': type },
    });
    expect(answer.headers.get('content-type')).toBe(type);
    const rows = tableFromIPC(new Uint8Array(await answer.arrayBuffer()));
    expect(Array.from(rows, row => row.prediction)).toEqual([12, 4, null]);
  });

  const sendArrow = (columns: Record<string, Vector>) =>
    it.ask('/score', {
      method: 'POST',
      body: Buffer.from(tableToIPC(new Table(columns), 'stream')),
      headers: { 'Content-Type': 'application/vnd.apache.arrow.stream' },
    });
  const answers = async (response: Response) =>
    Array.from(tableFromIPC(new Uint8Array(await response.arrayBuffer())), row => row.prediction);
  const red = (rows: number) =>
    vectorFromArray(Array(rows).fill('red'), new Dictionary(new Utf8(), new Int32()));

  test('Arrow columns of other widths, decimals, dictionaries; NaN is no value', async () => {
    const wide = vectorFromArray([3n, -4n], new Int64());
    expect(await answers(await sendArrow({ x: wide, colour: red(2) }))).toEqual([16, 2]);
    const decimals = makeVector({
      type: new Decimal(1, 10, 128),
      data: new Uint32Array([15, 0, 0, 0, 0xffffffec, 0xffffffff, 0xffffffff, 0xffffffff]),
    } as never);
    expect(await answers(await sendArrow({ x: decimals, colour: red(2) }))).toEqual([13, 6]);
    const holes = vectorFromArray([Number.NaN, 1], new Float64());
    expect(await answers(await sendArrow({ x: holes, colour: red(2) }))).toEqual([null, 12]);
    const endless = await sendArrow({ x: vectorFromArray([Infinity], new Float64()), colour: red(1) });
    expect((await problem(endless)).message).toMatch(/Row 0 .*“x” is Infinity, which is not DOUBLE/);
  });

  test('an Arrow column of nulls that says it has a thousand million rows is not believed', async () => {
    const nothing = makeVector({ type: new Null(), length: 1_000_000_000 } as never) as unknown as Vector;
    const answer = await sendArrow({ x: nothing });
    expect(answer.status).toBe(422);
    expect((await problem(answer)).code).toBe('serve-count');
  });

  test('Arrow that is cut off', async () => {
    const whole = tableToIPC(
      new Table({ x: vectorFromArray([1, 2], new Float64()), colour: red(2) }),
      'stream',
    );
    for (const size of [10, 100, whole.length - 200]) {
      const answer = await it.ask('/score', {
        method: 'POST',
        body: Buffer.from(whole.slice(0, size)),
        headers: { 'Content-Type': 'application/vnd.apache.arrow.stream' },
      });
      expect(answer.status).toBe(422);
    }
  });
});

test('what fails and is not the fault of the caller is in the log, and not in the answer', async () => {
  const log: string[] = [];
  const live = await service({ log: text => log.push(text) });
  vi.spyOn(live.current.now().scorer, 'score').mockRejectedValueOnce(new Error('the disk is on fire'));
  const answer = await live.score({ x: 1, colour: 'red' });
  expect(answer.status).toBe(500);
  expect(await problem(answer)).toMatchObject({
    code: 'serve-failed',
    message: expect.not.stringMatching(/fire/),
  });
  expect(log).toEqual([expect.stringContaining('the disk is on fire')]);
});

test('a caller that goes away is no failure', async () => {
  const log: string[] = [];
  const live = await service({ log: text => log.push(text) });
  await new Promise<void>(done => {
    const socket = connect(live.port, '127.0.0.1', () => {
      const head = `POST /score HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n`;
      socket.write(`${head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{`, () =>
        setTimeout(() => socket.destroy(), 100),
      );
    });
    socket.on('close', () => done());
  });
  const counted = async () => (await live.ask('/metrics')).text();
  await vi.waitFor(async () => expect(await counted()).toContain('route="/score",status="499"'));
  expect(log).toEqual([]);
});

describe('what does not fit is said, and the service goes on', () => {
  test.each([
    ['no JSON', '{', 422, 'serve-body', /cannot be read/],
    ['another shape', '7', 422, 'serve-body', /"rows"/],
    [
      'rows and something beside',
      { rows: [{ x: 1, colour: 'red' }], x: 1 },
      422,
      'serve-body',
      /nothing beside/,
    ],
    ['a list of no rows', [1], 422, 'serve-row', /Row 0 .* it is 1 and not an object/],
    ['an empty list', [], 422, 'serve-count', /1 to 10000/],
    [
      'a missing column',
      { row: { x: 1 } },
      422,
      'serve-row',
      /Row 0 .* no “colour”\. Columns of the model: x, colour\. Send all of them, null/,
    ],
    [
      'a missing column in a row of a list',
      [{ x: 1, colour: 'red' }, { x: 1 }],
      422,
      'serve-row',
      /Row 1 .* no “colour”/,
    ],
    [
      'a number that no number is',
      '{"x": 1e999, "colour": "red"}',
      422,
      'serve-row',
      /“x” is Infinity, which is not DOUBLE\. Send a number/,
    ],
    [
      'a number that no number is, as text',
      { x: '1e999', colour: 'red' },
      422,
      'serve-row',
      /“x” is "1e999", which is not DOUBLE/,
    ],
    [
      'a column of another type',
      {
        rows: [
          { x: 1, colour: 'red' },
          { x: 'much', colour: 'red' },
        ],
      },
      422,
      'serve-row',
      /Row 1 .*“x” is "much", which is not DOUBLE/,
    ],
    ['no rows', { rows: [] }, 422, 'serve-count', /1 to 10000/],
    [
      'a key of the language',
      '{"row": {"__proto__": {"x": 1}, "colour": "red"}}',
      422,
      'serve-row',
      /no “x”/,
    ],
    [
      'too much',
      { rows: Array.from({ length: 2000 }, () => ({ x: 1, colour: 'red' })) },
      413,
      'serve-too-large',
      /10000 bytes/,
    ],
  ])('%s', async (_, body, status, code, words) => {
    const answer = await it.score(body);
    expect(answer.status).toBe(status);
    const said = await problem(answer);
    expect(said.code).toBe(code);
    expect(said.message).toMatch(words);
    expect((await it.score({ row: { x: 1, colour: 'red' } })).status).toBe(200);
  });

  test('another content type, method or path', async () => {
    expect(
      (await it.ask('/score', { method: 'POST', body: 'x=1', headers: { 'Content-Type': 'text/plain' } }))
        .status,
    ).toBe(415);
    expect((await it.ask('/score')).status).toBe(405);
    expect((await it.ask('/admin')).status).toBe(404);
  });

  test('a body that claims to be small and is not is cut off', async () => {
    const answer = await new Promise<string>(done => {
      const socket = connect(it.port, '127.0.0.1', () => {
        socket.write(
          `POST /score HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
        );
        for (let i = 0; i < 20; i++) socket.write(`3e8\r\n${'x'.repeat(1000)}\r\n`);
      });
      let text = '';
      socket.on('data', part => {
        text += part;
      });
      socket.on('close', () => done(text));
      socket.on('error', () => done(text));
    });
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
  });
});

describe('who may ask', () => {
  test('without the token, only whether it is well', async () => {
    for (const headers of [{}, { Authorization: 'Bearer wrong' }, { Authorization: token }] as Record<
      string,
      string
    >[]) {
      for (const path of ['/metrics', '/drift', '/openapi.json']) {
        const answer = await fetch(`${it.base}${path}`, { headers });
        expect(answer.status).toBe(401);
        expect(await answer.text()).not.toContain(token);
      }
    }
    expect(await (await fetch(`${it.base}/health`)).json()).toMatchObject({ status: 'ok', model: 'Price' });
  });

  test('where no token is asked for, pages of a browser and other names of this machine are refused', async () => {
    const open = await service({ open: true });
    expect((await fetch(`${open.base}/drift`)).status).toBe(200);
    expect((await fetch(`${open.base}/drift`, { headers: { Origin: 'https://example.org' } })).status).toBe(
      403,
    );
    const rebound = await new Promise<string>(done => {
      const socket = connect(open.port, '127.0.0.1', () =>
        socket.write('GET /drift HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n'),
      );
      let text = '';
      socket.on('data', part => {
        text += part;
      });
      socket.on('close', () => done(text));
    });
    expect(rebound).toMatch(/^HTTP\/1.1 403 /);
  });
});

test('what takes too long is stopped, and the next request is answered', async () => {
  const slow = await service({ timeoutMs: 200 });
  const { scorer } = slow.current.now();
  let stopped = false;
  const hang = vi.spyOn(scorer, 'score').mockImplementationOnce((_, signal) => {
    signal?.addEventListener('abort', () => {
      stopped = true;
    });
    return new Promise(() => {});
  });
  const answer = await slow.score({ row: { x: 1, colour: 'red' } });
  expect(answer.status).toBe(503);
  expect((await problem(answer)).code).toBe('serve-late');
  expect(stopped).toBe(true);
  hang.mockRestore();
  expect((await slow.score({ row: { x: 1, colour: 'red' } })).status).toBe(200);
});

describe('the file changes', () => {
  const until = async (holds: () => Promise<boolean> | boolean) => {
    for (let i = 0; i < 100; i++) {
      if (await holds()) return;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    expect.fail('it never came');
  };
  test('a new model takes over; one that is cut off or gone does not, and is told of', async () => {
    const live = await service();
    const said = async () =>
      (
        (await (await live.score({ row: { x: 1, colour: 'blue' } })).json()) as {
          row: { prediction: number };
        }
      ).row.prediction;
    expect(await said()).toBe(2);
    const text = writeArtifact(model(5));
    writeFileSync(`${live.file}.new`, text);
    renameSync(`${live.file}.new`, live.file);
    await until(async () => (await said()) === 5);
    writeFileSync(live.file, text.slice(0, 200));
    await until(async () =>
      JSON.stringify(await (await live.ask('/health')).json()).includes('cut off or damaged'),
    );
    expect(await said()).toBe(5);
    renameSync(live.file, `${live.file}.away`);
    await until(() => live.said.some(line => /There is no file/.test(line)));
    expect(await said()).toBe(5);
    renameSync(`${live.file}.away`, live.file);
    writeFileSync(live.file, writeArtifact(model(7)));
    await until(async () => (await said()) === 7);
    expect(await (await live.ask('/health')).json()).not.toHaveProperty('warning');
  });
});

describe('what it tells of itself', () => {
  test('OpenAPI names the columns of the model', async () => {
    const api = (await (await it.ask('/openapi.json')).json()) as {
      openapi: string;
      components: { schemas: Record<string, { required?: string[]; properties: object }> };
    };
    expect(api.openapi).toBe('3.1.0');
    expect(api.components.schemas.Row?.required).toEqual(['x', 'colour']);
    expect(Object.keys(api.components.schemas.Prediction?.properties ?? {})).toEqual(['prediction']);
  });

  test('drift: none for rows like the training rows, much for others; a table that a node can read', async () => {
    const live = await service();
    const like = Array.from({ length: 100 }, (_, i) => ({
      x: (i % 5) * 2 + 1,
      colour: i % 2 === 0 ? 'red' : 'blue',
    }));
    await live.score({ rows: like });
    const table = async () =>
      (await (await live.ask('/drift')).json()) as {
        column: string;
        psi: number;
        ks: number | null;
        unseen: number | null;
        missing: number;
      }[];
    for (const row of await table()) expect(row.psi).toBeLessThan(0.001);
    await live.score({ rows: Array.from({ length: 100 }, () => ({ x: 99, colour: 'green' })) });
    await live.score({ rows: Array.from({ length: 50 }, () => ({ x: null, colour: 'green' })) });
    const [x, colour, predicted] = await table();
    expect(predicted).toMatchObject({ what: 'prediction', column: 'prediction', missing: 0.2 });
    // 99 and a colour that it does not know: all of them are beyond the last edge, half of the rows now.
    expect(predicted?.psi).toBeCloseTo(psiOf([20, 50, 30], [20, 50, 130]), 10);
    expect(predicted?.ks).toBeCloseTo(0.35, 10);
    expect(x).toMatchObject({ column: 'x', ks: expect.closeTo(0.4, 10), missing: 0.2 });
    expect(x?.psi).toBeGreaterThan(0.25);
    expect(colour).toMatchObject({ column: 'colour', ks: null, unseen: 0.6 });
    const metrics = await (await live.ask('/metrics')).text();
    expect(metrics).toMatch(/^millrace_rows_total 250$/m);
    expect(metrics).toMatch(/^millrace_requests_total\{route="\/score",status="200"\} 3$/m);
    expect(metrics).toMatch(/^millrace_drift_ks\{column="x"\} 0\.4/m);
    expect(metrics).toMatch(/^millrace_prediction_ks 0\.35/m);
  });

  test('classes that are doubles are the same in JSON and in the model file', async () => {
    const label = { column: 'y', type: 'DOUBLE', classes: ['0.0', '1.0'] };
    const features = [{ kind: 'number' as const, column: 'x' }];
    const classes: Artifact = {
      ...model(),
      input: [{ name: 'x', type: 'DOUBLE' }],
      output: [{ name: 'prediction', type: 'DOUBLE' }],
      profile: [],
      estimator: { kind: 'svm', features, label, coefficients: [[1]], intercepts: [0], converged: true },
      predictions: {
        kind: 'category',
        column: 'prediction',
        rows: 10,
        missing: 0,
        levels: label.classes.map(value => ({ value, count: 5 })),
        others: 0,
      },
    };
    const drift = createDrift(classes);
    drift.see([[-1], [1]], [[0], [1]]);
    expect(drift.table()).toMatchObject([{ what: 'prediction', psi: 0, unseen: 0 }]);
    expect(drift.predictions()).toEqual({
      classes: new Map([
        ['0', 1],
        ['1', 1],
      ]),
      mean: null,
    });
  });

  test('metrics are what Prometheus reads: each with its type once, its samples together, each sample once', async () => {
    const live = await service();
    await live.score({ x: 1, colour: 'red' });
    await live.ask('/nothing/here');
    await fetch(`${live.base}/made/up`);
    await live.ask('/drift');
    const text = await (await live.ask('/metrics')).text();
    const lines = text.trimEnd().split('\n');
    const sample =
      /^([a-z_]+?)(?:_(?:bucket|sum|count))?(\{[a-z]+="(?:[^"\\\n]|\\["\\n])*"(?:,[a-z]+="(?:[^"\\\n]|\\["\\n])*")*\})? (-?[\d.]+(?:e[+-]?\d+)?)$/;
    let type: string | undefined;
    const types = new Set<string>();
    for (const line of lines) {
      const [, named] = /^# TYPE ([a-z_]+) (?:counter|gauge|histogram)$/.exec(line) ?? [];
      if (named !== undefined) {
        expect(types.has(named), line).toBe(false);
        types.add(named);
        type = named;
      } else expect(sample.exec(line)?.[1], line).toBe(type);
    }
    const samples = lines.filter(l => !l.startsWith('#')).map(l => l.slice(0, l.lastIndexOf(' ')));
    expect(new Set(samples).size).toBe(samples.length);
    // Whoever has no token must not be able to fill the memory with paths.
    expect(text).toContain('millrace_requests_total{route="other",status="401"} 1');
    expect(text).not.toContain('made/up');
  });

  test('the measures themselves', () => {
    expect(psiOf([50, 50], [50, 50])).toBe(0);
    expect(psiOf([50, 50], [90, 10])).toBeCloseTo(0.4 * Math.log(0.9 / 0.5) - 0.4 * Math.log(0.1 / 0.5), 12);
    expect(Number.isFinite(psiOf([100, 0], [0, 100]))).toBe(true);
    expect(ksOf([1, 1, 1, 1], [0, 0, 0, 4])).toBe(0.75);
  });
});
