/** What a pipeline's text would touch, without touching it. */
import { bind } from '../../engine/compile/bind.ts';
import { type CapabilitySum, nodeCapabilities, sumCapabilities } from '../../engine/compile/capabilities.ts';
import type { OpenedDocument } from '../../engine/contract/documents.ts';
import type { PipelineDocument } from '../../engine/graph/document.ts';
import { parameterValues } from '../../engine/graph/parameters.ts';
import { catalogue } from '../../nodes/index.ts';

export const capabilitiesOf = (document: PipelineDocument | undefined): CapabilitySum =>
  document === undefined
    ? sumCapabilities([])
    : sumCapabilities(nodeCapabilities(bind(document, catalogue, parameterValues(document, {}).values)));

/** The same as the contract has it. */
export const plainSum = (c: CapabilitySum): OpenedDocument['capabilities'] => ({
  read: [...c.read],
  write: [...c.write],
  net: [...c.net],
  db: [...c.db],
  env: [...c.env],
  sql: c.sql,
});
