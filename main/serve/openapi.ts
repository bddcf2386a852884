/** What the service offers, as OpenAPI 3.1: made from the model's own columns. */
import type { Artifact } from '../../engine/ml/artifact.ts';
import { type DataType, familyOf } from '../../engine/schema/types.ts';
import { mostRows } from './request-rows.ts';

const typeOf = (type: DataType): object => {
  switch (familyOf(type)) {
    case 'integer':
      return {
        type: ['integer', 'string', 'null'],
        description: `${type}; a string where a number would lose digits`,
      };
    case 'float':
      return { type: ['number', 'null'] };
    case 'decimal':
      return { type: ['number', 'string', 'null'], description: type };
    case 'boolean':
      return { type: ['boolean', 'null'] };
    default:
      return { type: ['string', 'null'], ...(type !== 'VARCHAR' && { description: type }) };
  }
};

const objectOf = (fields: Artifact['input'], required: boolean): object => ({
  type: 'object',
  properties: Object.fromEntries(fields.map(f => [f.name, typeOf(f.type)])),
  ...(required && { required: fields.map(f => f.name) }),
});

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const many = (name: string) => ({ type: 'array', items: ref(name), minItems: 1, maxItems: mostRows });
const arrow = { 'application/vnd.apache.arrow.stream': { schema: { type: 'string', format: 'binary' } } };

export const openApi = (artifact: Artifact, version: string): object => ({
  openapi: '3.1.0',
  info: {
    title: artifact.name,
    version,
    description: `A ${artifact.estimator.kind} model served by Millrace.`,
  },
  security: [{ token: [] }],
  paths: {
    '/score': {
      post: {
        summary: 'Score one row or many',
        requestBody: {
          required: true,
          content: {
            ...json({
              description: `One row as it is or as "row"; a list of 1 to ${mostRows} rows as it is or as "rows"`,
              anyOf: [
                ref('Row'),
                many('Row'),
                { type: 'object', properties: { row: ref('Row') }, required: ['row'] },
                { type: 'object', properties: { rows: many('Row') }, required: ['rows'] },
              ],
            }).content,
            ...arrow,
          },
        },
        responses: {
          200: {
            description: 'In the order of the rows',
            content: {
              ...json({
                description: '"row" where one row was sent, else "rows"',
                oneOf: [
                  {
                    type: 'object',
                    properties: { version: { type: 'string' }, row: ref('Prediction') },
                    required: ['version', 'row'],
                  },
                  {
                    type: 'object',
                    properties: { version: { type: 'string' }, rows: many('Prediction') },
                    required: ['version', 'rows'],
                  },
                ],
              }).content,
              ...arrow,
            },
          },
          default: { description: 'What is wrong', ...json(ref('Problem')) },
        },
      },
    },
    '/drift': {
      get: {
        summary: 'How far the scored rows, and what was predicted of them, are from the training rows',
        responses: { 200: { description: 'A table', ...json({ type: 'array', items: ref('Drift') }) } },
      },
    },
    '/health': {
      get: {
        summary: 'Whether the service can score',
        security: [],
        responses: { 200: { description: 'It can' } },
      },
    },
    '/metrics': { get: { summary: 'Numbers for Prometheus', responses: { 200: { description: 'Text' } } } },
  },
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    schemas: {
      Row: objectOf(artifact.input, true),
      Prediction: objectOf(artifact.output, false),
      Problem: {
        type: 'object',
        properties: {
          error: { type: 'object', properties: { code: { type: 'string' }, message: { type: 'string' } } },
        },
      },
      Drift: {
        type: 'object',
        properties: {
          what: { enum: ['column', 'prediction'] },
          column: { type: 'string' },
          rows: { type: 'integer' },
          ...Object.fromEntries(
            ['missing', 'unseen', 'psi', 'ks'].map(name => [name, { type: ['number', 'null'] }]),
          ),
        },
      },
    },
  },
});
