import { EngineError } from '../../engine/diagnostics/errors.ts';
import { programVersion } from '../../engine/run/version.ts';
import { nearest } from '../../engine/schema/nearest.ts';
import { UsageError } from './args.ts';
import { commands } from './commands.ts';
import { libraryFault } from './library-fault.ts';
import { outputWasLost, quietOnClosedPipe, say, sayFault } from './output.ts';

const overview = (): string =>
  `Millrace ${programVersion}: data pipelines from the command line\n\n${Object.entries(commands)
    .map(([name, c]) => `  millrace ${name.padEnd(10)} ${c.summary}`)
    .join('\n')}\n\nmillrace COMMAND --help tells more.`;

const main = async (words: readonly string[]): Promise<number> => {
  const [name, ...rest] = words;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(`${overview()}\n`);
    return name === undefined ? 2 : 0;
  }
  if (name === '--version' || name === '-v') {
    process.stdout.write(`${programVersion}\n`);
    return 0;
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (entry === undefined) {
    const near = nearest(name, Object.keys(commands));
    say(
      `There is no command “${name}”.${near === undefined ? '' : ` Did you mean “${near}”?`}\n\n${overview()}`,
    );
    return 2;
  }
  const command = await entry.load();
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(`${command.summary}\n\nUsage: ${command.usage}\n\n${command.help}\n`);
    return 0;
  }
  try {
    return await command.run(rest);
  } catch (error) {
    if (error instanceof UsageError) {
      say(`${error.message}\nUsage: ${command.usage}`);
      return 2;
    }
    throw error;
  }
};

quietOnClosedPipe();
main(process.argv.slice(2)).then(
  code => {
    process.exitCode = code === 0 && outputWasLost() ? 1 : code;
  },
  (error: unknown) => {
    process.exitCode = 1;
    const known = error instanceof EngineError ? error : libraryFault(error);
    if (known !== undefined) sayFault(known, process.argv.includes('--json'));
    else say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  },
);
