/** Refuses a package with the database library of another system: it would start nowhere. */
const { readdirSync } = require('node:fs');
const { join } = require('node:path');
const { Arch } = require('electron-builder');

exports.default = ({ appOutDir, arch, electronPlatformName, packager }) => {
  const resources =
    electronPlatformName === 'darwin'
      ? join(appOutDir, `${packager.appInfo.productFilename}.app`, 'Contents', 'Resources')
      : join(appOutDir, 'resources');
  const wanted = `node-bindings-${electronPlatformName}-${Arch[arch]}`;
  const found = readdirSync(join(resources, 'app.asar.unpacked', 'node_modules', '@duckdb')).filter(name =>
    name.startsWith('node-bindings-'),
  );
  if (found.length !== 1 || found[0] !== wanted)
    throw new Error(
      `The package must hold @duckdb/${wanted} and no other; it holds ${found.join(', ') || 'none'}. ` +
        'Build it on the system it is for, or run npm ci with --os and --cpu first.',
    );
};
