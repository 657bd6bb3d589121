export { collectionOf, connectMongo, databaseAnswers, type Connection, type MongoOptions } from './connection';
export { isDuplicateKey, isWriteConflict, retryOnRace } from './duplicate-key';
export { type CollectionDefinition, type IndexDefinition } from './collection-definition';
export { beginUpgrade, endUpgrade, ensureIndexes, pendingMigrations, recordSchemaVersion, SCHEMA_VERSION, schemaState } from './migrate';
export { conditions, ScopedCollection, type ScopedFilter, type TenantDocument } from './scoped-collection';
