/** Parameters and secrets in params: `${name}`, `${env:NAME}` and the escape `$${`. */
export { parameterValues } from './parameter-values.ts';
export { secretNames, withSecrets } from './secrets.ts';
export { type ParameterValues, substitute } from './substitute.ts';
