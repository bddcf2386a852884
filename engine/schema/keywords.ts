/** Words that SQL keeps for itself, and how a name is written beside them. */

/** Words that DuckDB keeps: as names they need quotes. A test compares them with the engine's own list. */
const keywords = new Set(
  `all analyse analyze and anti any array as asc asof asymmetric at authorization binary both by case cast 
check collate collation column columns concurrently constraint create cross default deferrable desc 
describe distinct do else end except false fetch for foreign freeze from full generated glob group having 
ilike in initially inner intersect into is isnull join lambda lateral leading left like limit map natural 
not notnull null offset on only or order outer overlaps pivot pivot_longer pivot_wider placing positional 
primary qualify references returning right select semi show similar some struct summarize symmetric table 
tablesample then to trailing true try_cast union unique unpack unpivot using variadic verbose when where 
window with between bigint bit boolean char character coalesce dec decimal exists extract float grouping 
grouping_id inout int integer interval national nchar none nullif numeric out overlay position precision 
real row setof smallint substring time timestamp treat trim values varchar xmlattributes xmlconcat 
xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable`.split(/\s+/),
);

export const isKeyword = (word: string): boolean => keywords.has(word.toLowerCase());

/** A name as a person writes it in a formula: quotes only where they are needed. */
export const bareName = (name: string): string =>
  /^[a-z_][a-z0-9_]*$/i.test(name) && !isKeyword(name) ? name : `"${name.replaceAll('"', '""')}"`;
