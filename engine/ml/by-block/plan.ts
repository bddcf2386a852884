/** All that can be asked of blocks, as plain data: other threads can be told of it, and answer for their blocks. */
import { type MembersPlan, membersAsked } from '../cluster/members-asked.ts';
import { type CurvaturePlan, curvatureAsked } from '../linear/curvature-asked.ts';
import { type SlopePlan, slopeAsked } from '../linear/slope-asked.ts';
import type { Asking } from './asking.ts';

export type BlockPlan = MembersPlan | SlopePlan | CurvaturePlan;

/** Whoever answers keeps memory of its own, for one block at a time. */
export const askingOf = (plan: BlockPlan): Asking => {
  switch (plan.kind) {
    case 'members':
      return membersAsked(plan);
    case 'slope':
      return slopeAsked(plan);
    case 'curvature':
      return curvatureAsked(plan);
  }
};
