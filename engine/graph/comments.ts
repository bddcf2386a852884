/** Notes on the canvas. They have no names in the file, so they are told by their position in it. */
import type { PipelineComment, PipelineDocument, Point } from './document.ts';
import { wholePoint } from './edits.ts';

const withComments = (document: PipelineDocument, comments: readonly PipelineComment[]): PipelineDocument => {
  const { comments: _, ...rest } = document;
  return comments.length === 0 ? rest : { ...document, comments };
};

export const addComment = (document: PipelineDocument, comment: PipelineComment): PipelineDocument =>
  withComments(document, [...(document.comments ?? []), { ...comment, at: wholePoint(comment.at) }]);

const samePoint = (a: Point | undefined, b: Point | undefined): boolean =>
  a?.[0] === b?.[0] && a?.[1] === b?.[1];

/** Changes text, place or size of a note. What is the same already changes nothing. */
export const changeComment = (
  document: PipelineDocument,
  index: number,
  change: Partial<PipelineComment>,
): PipelineDocument => {
  const old = document.comments?.[index];
  if (old === undefined) return document;
  const next: PipelineComment = {
    ...old,
    ...change,
    ...(change.at !== undefined && { at: wholePoint(change.at) }),
    ...(change.size !== undefined && { size: wholePoint(change.size) }),
  };
  if (next.text === old.text && samePoint(next.at, old.at) && samePoint(next.size, old.size)) return document;
  return withComments(
    document,
    (document.comments ?? []).map((comment, i) => (i === index ? next : comment)),
  );
};

export const removeComments = (document: PipelineDocument, gone: ReadonlySet<number>): PipelineDocument =>
  gone.size === 0
    ? document
    : withComments(
        document,
        (document.comments ?? []).filter((_, i) => !gone.has(i)),
      );
