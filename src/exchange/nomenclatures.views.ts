import { Published, View } from '../platform/api/published.js';

@View('NomenclatureLabels', 'A label in the languages of the service')
export class NomenclatureLabels {
  @Published.text({ about: 'French', max: 300, example: 'Bailleur social', column: false })
  fr!: string;

  @Published.text({ about: 'English', max: 300, example: 'Social landlord', column: false })
  en!: string;
}

@View('NomenclatureCode', 'A code of a list, with its labels')
export class NomenclatureCode {
  @Published.text({ about: 'The code; never translated', max: 80, example: 'social_landlord', column: false })
  code!: string;

  @Published.text({
    about: 'Its label in the language of the request',
    max: 300,
    example: 'Bailleur social',
    column: false,
  })
  label!: string;

  @Published.one(() => NomenclatureLabels, { about: 'Its labels', column: false })
  labels!: NomenclatureLabels;

  @Published.text({
    about: 'Code of the official list to which it maps (SNE, RPLS), where there is one',
    max: 40,
    nullable: true,
    example: 'PPRIOR',
    column: false,
  })
  officialCode!: string | null;
}

@View('Nomenclature', 'A list of codes. It is open: expect codes that are not here yet')
export class Nomenclature {
  @Published.text({
    about: 'Name, as the OpenAPI document and GraphQL have it',
    max: 80,
    example: 'OrganisationKind',
    column: false,
  })
  name!: string;

  @Published.text({
    about: 'What it lists, in the language of the request',
    max: 300,
    example: 'Nature de l’organisation',
    column: false,
  })
  label!: string;

  @Published.one(() => NomenclatureLabels, { about: 'What it lists', column: false })
  labels!: NomenclatureLabels;

  @Published.many(() => NomenclatureCode, { about: 'Its codes, in their usual order', maxItems: 500, column: false })
  codes!: NomenclatureCode[];
}
