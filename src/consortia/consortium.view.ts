import { Published, View } from '../platform/api/published.js';

@View('Consortium', 'The consortium in which the caller acts')
export class Consortium {
  @Published.id({ about: 'Identifier, UUIDv7', column: false })
  id!: string;

  @Published.integer({ about: 'Rises by one with each change', min: 1, example: 1, column: false })
  version!: number;

  @Published.instant({ about: 'When it was recorded', column: false })
  createdAt!: string;

  @Published.instant({ about: 'When it last changed', column: false })
  updatedAt!: string;

  @Published.text({ about: 'Short name in addresses', max: 60, example: 'ile-de-france', column: false })
  key!: string;

  @Published.text({ about: 'Name', max: 200, example: 'Consortium d’Île-de-France', column: false })
  name!: string;
}
