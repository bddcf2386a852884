/** The icon of a node kind, in the colour of its category. Only the icons of the catalogue are in the bundle. */
import { Box, type LucideIcon } from 'lucide-react';
import type { Category } from '../../engine/catalogue/node.ts';
import { iconOf } from './kind-icons.ts';

export const categoryColour = (category: Category): string => `var(--cat-${category.toLowerCase()})`;

export const KindIcon = ({ name, size = 15 }: { readonly name: string; readonly size?: number }) => {
  const Icon: LucideIcon = iconOf(name) ?? Box;
  return <Icon size={size} strokeWidth={1.75} aria-hidden />;
};
