import { writeFileSync } from 'node:fs';
import type { SqlJsStatic } from 'sql.js';
import { EngineError } from '../../diagnostics/errors.ts';
import { relations } from './catalogue.ts';
import { databaseFault, type OpenDatabase, openDatabase, savedBytes } from './database.ts';
import type { Answer, Question, Questions, Topic } from './protocol.ts';
import { describeTable, tableReader } from './read-table.ts';
import { tableWriter } from './write-table.ts';

type Work = {
  readonly open: OpenDatabase;
  readonly shown: string;
  readonly table: string;
  readonly read?: ReturnType<typeof tableReader>;
  readonly write?: ReturnType<typeof tableWriter>;
};

/**
 * Answers questions about one database at a time: the whole of what the child process does, as a plain function, so
 * that it can be tried without a process too. A new question about a file closes the one before.
 */
export const answerer = (sql: SqlJsStatic): ((question: Question) => Answer) => {
  let work: Work | undefined;

  const close = (): void => {
    work?.open.db.close();
    work = undefined;
  };
  const start = (
    file: { absolute: string; id: string } | null,
    shown: string,
    table: string,
  ): OpenDatabase => {
    close();
    const open = openDatabase(sql, file === null ? null : { ...file, shown });
    work = { open, shown, table };
    return open;
  };

  const result = (question: Question): Questions[Topic]['answer'] => {
    switch (question.topic) {
      case 'tables': {
        const { shown } = question.ask;
        return relations(start(question.ask, shown, '').db).map(r => r.name);
      }
      case 'describe': {
        const { shown, table } = question.ask;
        return describeTable(start(question.ask, shown, table ?? '').db, question.ask);
      }
      case 'read': {
        const { shown, table, columns, cast } = question.ask;
        const open = start(question.ask, shown, table);
        open.db.run('PRAGMA query_only = ON');
        work = { open, shown, table, read: tableReader(open.db, table, columns, cast) };
        return null;
      }
      case 'next':
        return work?.read?.() ?? [];
      case 'write': {
        const plan = question.ask;
        const open = start(plan.file, plan.shown, plan.table);
        work = { open, shown: plan.shown, table: plan.table, write: tableWriter(open.db, plan) };
        return null;
      }
      case 'rows':
        work?.write?.rows(question.ask);
        return null;
      case 'save': {
        if (work?.write === undefined) return 0;
        work.write.finish();
        const bytes = savedBytes(work.open);
        writeFileSync(question.ask.to, bytes);
        close();
        return bytes.length;
      }
    }
  };

  return question => {
    try {
      return { result: result(question) };
    } catch (error) {
      const asked = question.ask as { readonly shown?: string } | null;
      const fault = databaseFault(error, work?.shown ?? asked?.shown ?? '', work?.table ?? '');
      return fault instanceof EngineError
        ? { fault: { code: fault.code, data: fault.data, param: fault.param ?? null } }
        : { bug: String(fault) };
    }
  };
};
