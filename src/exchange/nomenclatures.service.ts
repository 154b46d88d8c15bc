import { Injectable } from '@nestjs/common';
import { Requires } from '../platform/access/requires.js';
import { allEnumerations, type Enumeration } from '../platform/api/enumeration.js';
import type { Page } from '../platform/api/pages.js';
import { context, type Locale } from '../platform/context.js';
import { notFound, type Words } from '../platform/errors/failure.js';
import { Nomenclature, NomenclatureCode } from './nomenclatures.views.js';

/** Every list of codes of the service, from its one declaration. */
@Injectable()
export class NomenclaturesService {
  /** All of them, whole: a few dozen, so there are no pages. */
  @Requires('nomenclatures:read')
  list(): Promise<Page<Nomenclature>> {
    const { locale } = context();
    return Promise.resolve({ data: allEnumerations().map((one) => shown(one, locale)), nextCursor: null });
  }

  @Requires('nomenclatures:read')
  get(name: string): Promise<Nomenclature> {
    const found = allEnumerations().find((one) => one.name === name);
    if (!found) throw notFound();
    return Promise.resolve(shown(found, context().locale));
  }
}

function shown({ name, about, codes, labels, mapping }: Enumeration, locale: Locale): Nomenclature {
  const listed = codes.map((code) => {
    const words: Words = labels[code]!;
    return Object.assign(new NomenclatureCode(), {
      code,
      label: words[locale],
      labels: words,
      officialCode: mapping?.[code] ?? null,
    });
  });
  return Object.assign(new Nomenclature(), { name, label: about[locale], labels: about, codes: listed });
}
