/** A secret that a pipeline uses is in nothing that a run leaves behind: not on screen, not in files. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { builtCli, folderWith, pipeline } from './test-cli.ts';

const cli = builtCli();
const secret = 'planted-7f3a/secret+value';

/** Answers with rows, or with an error that repeats whatever it was sent. */
const server = createServer((request, response) => {
  if (request.url?.includes('fail') === true) {
    response.writeHead(401, { 'content-type': 'text/plain' });
    response.end(`bad token ${request.headers.authorization} at ${request.url}`);
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify([{ id: 1 }, { id: 2 }]));
});
beforeAll(() => new Promise<void>(done => server.listen(0, '127.0.0.1', done)));
afterAll(() => {
  server.close();
});

const everythingIn = (folder: string): string =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .filter(path => statSync(path).isFile())
    .map(path => `${path}\n${readFileSync(path, 'latin1')}`)
    .join('\n');

test.each(['rows', 'fail'])('a run that ends with %s', async ending => {
  const { port } = server.address() as AddressInfo;
  const web = {
    url: `http://127.0.0.1:${port}/${ending}?key=\${env:API_TOKEN}`,
    format: 'json',
    headers: { Authorization: 'Bearer ${env:API_TOKEN}' },
  };
  const folder = folderWith({
    'p.millrace': pipeline(
      [
        { id: 'web', kind: 'read-http', params: web },
        { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
      ],
      { parameters: { note: { type: 'string', default: 'plain' } } },
    ),
  });
  const args = ['run', 'p.millrace', '--report', 'report.json', '--cache-dir', 'cache', '--json'];
  const { out, err, code } = await cli.run(args, { cwd: folder, env: { API_TOKEN: secret } });
  const seen = `${out}\n${err}\n${everythingIn(folder)}`;
  expect([ending, code === 0]).toEqual([ending, ending === 'rows']);
  for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
    expect(seen).not.toContain(form);
  expect(seen).toContain('${env:API_TOKEN}');
});

test('validate names the secret and does not read it', async () => {
  const folder = folderWith({
    'p.millrace': pipeline(
      [
        {
          id: 'web',
          kind: 'read-http',
          params: { url: 'http://127.0.0.1:9/${env:API_TOKEN}', format: 'json' },
        },
      ],
      { edges: [] },
    ),
  });
  const { out } = await cli.run(['validate', 'p.millrace', '--static', '--json'], {
    cwd: folder,
    env: { API_TOKEN: secret },
  });
  expect((JSON.parse(out) as { capabilities: { env: string[] } }).capabilities.env).toEqual(['API_TOKEN']);
  expect(out).not.toContain(secret);
});
