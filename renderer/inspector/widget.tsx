/** Which widget takes which shape. The compiler names the shape that is forgotten here. */
import type { Shape } from '../../engine/catalogue/form.ts';
import { CellWidget } from './widgets/cell.tsx';
import { ChoiceWidget } from './widgets/choice.tsx';
import { ColumnWidget } from './widgets/column.tsx';
import { ColumnsWidget } from './widgets/columns.tsx';
import { FormulaWidget, QueryWidget } from './widgets/formula.tsx';
import { GridWidget, isGrid } from './widgets/grid.tsx';
import { GroupWidget, ModesWidget, WaysWidget } from './widgets/group.tsx';
import { isKeyPairs, KeyPairsWidget } from './widgets/key-pairs.tsx';
import { ListWidget } from './widgets/list.tsx';
import { NumberWidget } from './widgets/number.tsx';
import { PathWidget } from './widgets/path.tsx';
import type { WidgetOf, WidgetProps } from './widgets/props.ts';
import { RecordWidget } from './widgets/record.tsx';
import { SecretWidget } from './widgets/secret.tsx';
import { MultilineWidget, TextWidget } from './widgets/text.tsx';
import { ToggleWidget } from './widgets/toggle.tsx';
import { TypeWidget } from './widgets/type.tsx';

const widgets: { readonly [I in Shape['is']]: WidgetOf<I> } = {
  text: TextWidget,
  multiline: MultilineWidget,
  secret: SecretWidget,
  sql: QueryWidget,
  type: TypeWidget,
  number: NumberWidget,
  toggle: ToggleWidget,
  choice: ChoiceWidget,
  column: ColumnWidget,
  columns: ColumnsWidget,
  expression: FormulaWidget,
  path: PathWidget,
  cell: CellWidget,
  list: ListWidget,
  record: RecordWidget,
  group: GroupWidget,
  modes: ModesWidget,
  ways: WaysWidget,
};

export const Widget = (props: WidgetProps) => {
  const { shape } = props.field;
  if (isKeyPairs(shape)) return <KeyPairsWidget {...props} shape={shape} />;
  if (isGrid(shape)) return <GridWidget {...props} shape={shape} />;
  const Found = widgets[shape.is] as WidgetOf<Shape['is']>;
  return <Found {...props} shape={shape} />;
};
