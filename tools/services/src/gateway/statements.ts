import type { Statement } from './backend';

const spec = (n: number): string => `$${n}::bytea::documentdb_core.bson`;
const define = (name: string, text: string): Statement => ({ name, text });

const write = (name: 'insert' | 'update' | 'delete'): Statement =>
  define(
    name,
    `SELECT p_result::bytea, p_success FROM documentdb_api.${name}($1::text, ${spec(2)}, $3::bytea::documentdb_core.bsonsequence)`,
  );
const firstPage = (name: string): Statement =>
  define(
    name,
    `SELECT cursorpage::bytea, continuation::bytea, persistconnection, cursorid FROM documentdb_api.${name}($1::text, ${spec(2)})`,
  );
const document = (name: string, call: string): Statement => define(name, `SELECT (documentdb_api.${call})::bytea`);

/** The SQL function of the engine behind each command (schema documentdb_api of the DocumentDB extension). */
export const statements = {
  insert: write('insert'),
  update: write('update'),
  delete: write('delete'),
  findAndModify: define('find_and_modify', `SELECT p_result::bytea, p_success FROM documentdb_api.find_and_modify($1::text, ${spec(2)})`),
  find: firstPage('find_cursor_first_page'),
  aggregate: firstPage('aggregate_cursor_first_page'),
  listCollections: firstPage('list_collections_cursor_first_page'),
  listIndexes: firstPage('list_indexes_cursor_first_page'),
  getMore: define(
    'get_more',
    `SELECT cursorpage::bytea, continuation::bytea FROM documentdb_api.cursor_get_more($1::text, ${spec(2)}, ${spec(3)})`,
  ),
  count: document('count', `count_query($1::text, ${spec(2)})`),
  distinct: document('distinct', `distinct_query($1::text, ${spec(2)})`),
  listDatabases: document('list_databases', `list_databases(${spec(1)})`),
  collStats: document('coll_stats', 'coll_stats($1::text, $2::text, $3::text::float8)'),
  dbStats: document('db_stats', 'db_stats($1::text, $2::text::float8, false)'),
  collMod: document('coll_mod', `coll_mod($1::text, $2::text, ${spec(3)})`),
  validate: document('validate', `validate($1::text, ${spec(2)})`),
  create: document('create', `create_collection_view($1::text, ${spec(2)})`),
  renameCollection: document('rename', `rename_collection(${spec(1)})`),
  drop: define('drop', 'SELECT documentdb_api.drop_collection($1::text, $2::text)'),
  dropDatabase: define('drop_database', 'SELECT documentdb_api.drop_database($1::text)'),
  createIndexes: define(
    'create_indexes',
    `SELECT retval::bytea, ok, requests::bytea FROM documentdb_api.create_indexes_background($1::text, ${spec(2)})`,
  ),
  buildIndex: define('build_index', 'CALL documentdb_api_internal.build_index_concurrently(1)'),
  indexStatus: define(
    'index_status',
    `SELECT retval::bytea, ok, complete FROM documentdb_api_internal.check_build_index_status(${spec(1)})`,
  ),
  indexName: define(
    'index_name',
    'SELECT (index_spec).index_name FROM documentdb_api_catalog.collection_indexes WHERE index_id = $1::text::int',
  ),
  dropIndexes: define('drop_indexes', `CALL documentdb_api.drop_indexes($1::text, ${spec(2)})`),
  statementTimeout: define('statement_timeout', "SELECT set_config('statement_timeout', $1::text, false)"),
  cancel: define('cancel', 'SELECT pg_cancel_backend($1::text::int)'),
  probe: define('probe', 'SELECT 1'),
} as const;
