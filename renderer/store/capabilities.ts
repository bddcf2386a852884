/** What a pipeline would touch, said from its text alone. */
import { bind } from '../../engine/compile/bind.ts';
import { type CapabilitySum, nodeCapabilities, sumCapabilities } from '../../engine/compile/capabilities.ts';
import type { PipelineDocument } from '../../engine/graph/document.ts';
import { parameterValues } from '../../engine/graph/parameters.ts';
import { catalogue } from '../../nodes/index.ts';

export const capabilitiesOf = (document: PipelineDocument): CapabilitySum =>
  sumCapabilities(nodeCapabilities(bind(document, catalogue, parameterValues(document, {}).values)));
