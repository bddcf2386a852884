/** Golden cases of recommendations; numbers that are near only are in `recommend.test.ts`. */
import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

const ratings = rows({ who: 'VARCHAR', film: 'INTEGER', stars: 'INTEGER' }, [
  ['ada', 1, 4],
  ['ada', 2, 2],
  ['ben', 1, 2],
  ['ben', 2, 1],
]);

export const recommendExamples: readonly Example[] = [
  {
    title: 'Who rated everything is recommended nothing; for a new user or film no rating can be told',
    params: { user: 'who', item: 'film', rating: 'stars', rank: 2 },
    inputs: {
      in: ratings,
      pairs: rows({ film: 'INTEGER', who: 'VARCHAR' }, [
        [7, 'ada'],
        [1, 'dan'],
        [null, 'ben'],
      ]),
    },
    outputs: {
      top: rows({ who: 'VARCHAR', film: 'INTEGER', place: 'INTEGER', prediction: 'DOUBLE' }, []),
      pairs: rows({ film: 'INTEGER', who: 'VARCHAR', prediction: 'DOUBLE' }, [
        [7, 'ada', null],
        [1, 'dan', null],
        [null, 'ben', null],
      ]),
    },
  },
];
