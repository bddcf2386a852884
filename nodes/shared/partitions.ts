import type { Problem } from '../../engine/catalogue/node.ts';
import type { Schema } from '../../engine/schema/types.ts';

/** Partition columns leave the files for the names of folders: some other column must stay, and each counts once. */
export const partitionProblems = (names: readonly string[], schema: Schema): readonly Problem[] => {
  const twin = names.find((name, i) => names.indexOf(name) !== i);
  if (twin !== undefined)
    return [{ param: 'partitionBy', message: `Column “${twin}” is listed twice. Remove one of them.` }];
  if (names.length > 0 && names.length >= schema.length)
    return [
      {
        param: 'partitionBy',
        message: 'Every column is a partition, so nothing would be left in the files. Leave one column out.',
      },
    ];
  return [];
};
