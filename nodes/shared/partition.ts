/** What clusterings share that compare every row with every other one and leave no model. */
import type { LowerContext, Lowered } from '../../engine/catalogue/node.ts';
import { columns, newName } from '../../engine/catalogue/params.ts';
import { call, column } from '../../engine/plan/build.ts';
import { learnedSchema } from '../../engine/plan/learning.ts';
import { plain, sameName } from '../../engine/plan/names.ts';
import type { Rel } from '../../engine/plan/relation.ts';
import { type Json, numeric } from '../../engine/schema/types.ts';
import { computed, isNumber, noColumns } from './learning.ts';
import { picked } from './missing.ts';
import { over } from './over.ts';

export const partitionParams = {
  columns: columns({ label: 'Columns', help: 'All numeric ones when empty.', types: numeric }).default([]),
  name: newName({ label: 'Name of the cluster', advanced: true }).default('cluster'),
};

type Params = { readonly columns: readonly { readonly name: string }[]; readonly name: string };

const row = '~row';

/** The rows with their cluster at the end, in the order in which they came. */
export const partitioned = (
  { params, input, local }: Pick<LowerContext<Params>, 'params' | 'input' | 'local'>,
  method: { readonly [name: string]: Json },
): Lowered => {
  const { rel, schema } = input();
  const kept = schema.map(f => f.name).filter(name => !sameName(name, params.name));
  const names = picked(schema, params.columns, f => isNumber(f) && kept.includes(f.name)).map(f => f.name);
  if (names.length === 0) return { problems: [noColumns('a number', schema)] };
  const replaced = names.find(name => sameName(name, params.name));
  if (replaced !== undefined)
    return {
      problems: [
        {
          param: 'name',
          message: `“${replaced}” is one of the columns that the clusters are made of. Give the cluster another name.`,
        },
      ],
    };
  const joined: Rel = {
    op: 'join',
    how: 'inner',
    left: local('numbered'),
    right: local('clusters'),
    condition: call('eq', column(row, 'left'), column('row', 'right')),
    columns: [...plain([...kept, row], 'left'), { name: params.name, expr: column('cluster', 'right') }],
  };
  return {
    locals: {
      numbered: {
        op: 'project',
        input: rel,
        columns: [...plain(kept), { name: row, expr: over('row_number', [], { partition: [], order: [] }) }],
      },
      fitted: computed('fit-partition', { ...method, columns: names }, [local('numbered')], learnedSchema),
      clusters: computed(
        'cluster-rows',
        {},
        [local('fitted')],
        [
          { name: 'row', type: 'BIGINT' },
          { name: 'cluster', type: 'INTEGER' },
        ],
      ),
    },
    outputs: {
      out: {
        op: 'project',
        input: {
          op: 'sort',
          input: joined,
          keys: [{ expr: column(row), descending: false, nulls: 'last' }],
        },
        columns: plain([...kept, params.name]),
      },
    },
  };
};
