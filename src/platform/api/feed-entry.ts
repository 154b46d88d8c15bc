import { declareField, fieldsOf, type ClassOf, type FieldSpec } from './fields.js';
import { Published } from './published.js';

/** What a noun's `<collection>_seen` view shows of it, under the entry's own version. Extended by the view that is published. */
export function entryOf<T extends object, K extends keyof T & string>(
  noun: ClassOf<T>,
  ...shown: K[]
): ClassOf<Pick<T, K> & FeedEntry> {
  class Entry extends FeedEntry {}
  const specs = new Map(fieldsOf(noun).map((spec): [string, FieldSpec] => [spec.property, spec]));
  for (const property of shown) declareField(Entry.prototype, { ...specs.get(property)!, restOnly: true });
  return Entry as ClassOf<Pick<T, K> & FeedEntry>;
}

/** What every entry of a change feed has. */
export class FeedEntry {
  @Published.id({ about: 'The resource', column: false, restOnly: true })
  id!: string;

  @Published.integer({
    about: 'Version of this entry: rises when anything in it changes',
    min: 1,
    example: 1,
    column: false,
    restOnly: true,
  })
  version!: number;
}
