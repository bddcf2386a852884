/**
 * The host of a designer: it owns paths, trust and the engine process, and answers one or more screens. Both the web host
 * and Electron are a thin shell around it.
 */
import { basename, join } from 'node:path';
import {
  type EngineContract,
  engineContract,
  type ScreenContract,
  screenContract,
} from '../../engine/contract/contract.ts';
import {
  type Client,
  type Handlers,
  RpcError,
  type Server,
  serve,
  type Transport,
} from '../../engine/contract/rpc.ts';
import { documentWords } from '../../engine/diagnostics/document-words.ts';
import { engineStopped } from '../../engine/diagnostics/run-words.ts';
import { parsePipeline } from '../../engine/graph/parse.ts';
import { faultOf } from '../engine-host/fault.ts';
import { type EngineProcess, startEngine } from '../engine-host/start.ts';
import { openBackups } from './backups.ts';
import { openDocuments } from './documents.ts';
import { chosenFile, headOf, listFolder, pipelineTextOf } from './files.ts';
import { copyFromGallery, listGallery } from './gallery.ts';
import { createHandles, type Handles } from './handles.ts';
import { openHistory } from './history.ts';
import { handlersOf } from './owned.ts';
import { openRecent } from './recent.ts';
import { settingPath } from './relative-paths.ts';
import { openTrust } from './trust.ts';
import { openUploads } from './uploads.ts';

/** A file dialog of the system. Undefined where the host has none; an empty list where nothing was chosen. */
export type Dialog = (asked: {
  readonly purpose: 'open' | 'save' | 'data' | 'folder';
  readonly extensions: readonly string[];
  readonly name: string | undefined;
  readonly folder: string | undefined;
}) => Promise<readonly string[]>;

export type DeskOptions = {
  readonly host: 'web' | 'electron';
  readonly version: string;
