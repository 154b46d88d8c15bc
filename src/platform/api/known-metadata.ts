import { getMetadataStorage } from 'class-validator';

type Storage = ReturnType<typeof getMetadataStorage>;
type Found = ReturnType<Storage['getTargetValidationMetadatas']>;

/**
 * class-validator looks through what all classes declare, each time a value of one is validated. What a class declares does not
 * change once a value of it is there: it is looked up once.
 */
export function rememberMetadata(storage: Storage = getMetadataStorage()): void {
  const known = new WeakMap<object, Found>();
  const lookUp = storage.getTargetValidationMetadatas.bind(storage);
  storage.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups) => {
    if (groups || always || strictGroups) return lookUp(target, schema, always, strictGroups, groups);
    const before = known.get(target);
    if (before) return before;
    const found = lookUp(target, schema, always, strictGroups, groups);
    known.set(target, found);
    return found;
  };
}
