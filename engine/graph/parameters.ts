/** Parameters and secrets in params: `${name}`, `${env:NAME}` and the escape `$${`. */
export { parameterValues } from './parameter-values.ts';
export { type ParameterValues, secretNames, substitute } from './substitute.ts';
export { withSecrets } from './template.ts';
