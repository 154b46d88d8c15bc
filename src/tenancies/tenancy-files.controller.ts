import { Body, Controller, Param, Query } from '@nestjs/common';
import { Changes, Creates, Lists, Reads } from '../platform/api/operations.js';
import type { Page } from '../platform/api/pages.js';
import { FslRequest, Guarantee, Inventory } from './tenancy-files.entity.js';
import {
  FslRequestInput,
  FslRequestPatch,
  GuaranteeInput,
  GuaranteePatch,
  InventoryInput,
} from './tenancy-files.inputs.js';
import { TenancyFilesService } from './tenancy-files.service.js';
import { FslRequestFilter, GuaranteeFilter, InventoryFilter } from './tenancy-children.inputs.js';

const use = TenancyFilesService.prototype;

@Controller('v1/tenancies/:id')
export class TenancyFilesController {
  constructor(private readonly files: TenancyFilesService) {}

  @Lists('inventories', Inventory, { summary: 'The inventories of a home, in and out', use: use.inventories })
  inventories(@Param('id') id: string, @Query() filter: InventoryFilter): Promise<Page<Inventory>> {
    return this.files.inventories(id, filter);
  }

  @Creates('inventories', Inventory, {
    summary: 'Record an inventory; the repairs owed on exit may be charged at once',
    use: use.recordInventory,
  })
  recordInventory(@Param('id') id: string, @Body() input: InventoryInput): Promise<Inventory> {
    return this.files.recordInventory(id, input);
  }

  @Lists('guarantees', Guarantee, { summary: 'What secures the rent', use: use.guarantees })
  guarantees(@Param('id') id: string, @Query() filter: GuaranteeFilter): Promise<Page<Guarantee>> {
    return this.files.guarantees(id, filter);
  }

  @Creates('guarantees', Guarantee, { summary: 'Add a guarantee', use: use.addGuarantee })
  addGuarantee(@Param('id') id: string, @Body() input: GuaranteeInput): Promise<Guarantee> {
    return this.files.addGuarantee(id, input);
  }

  @Reads('guarantees/:guaranteeId', Guarantee, { summary: 'Read a guarantee', use: use.guarantee })
  guarantee(@Param('id') id: string, @Param('guaranteeId') guaranteeId: string): Promise<Guarantee> {
    return this.files.guarantee(id, guaranteeId);
  }

  @Changes('guarantees/:guaranteeId', Guarantee, { summary: 'Change a guarantee', use: use.changeGuarantee })
  changeGuarantee(
    @Param('id') id: string,
    @Param('guaranteeId') guaranteeId: string,
    @Body() patch: GuaranteePatch,
  ): Promise<Guarantee> {
    return this.files.changeGuarantee(id, guaranteeId, patch);
  }

  @Lists('fsl-requests', FslRequest, { summary: 'Requests to the housing solidarity fund', use: use.fslRequests })
  fslRequests(@Param('id') id: string, @Query() filter: FslRequestFilter): Promise<Page<FslRequest>> {
    return this.files.fslRequests(id, filter);
  }

  @Creates('fsl-requests', FslRequest, { summary: 'Record an FSL request', use: use.fileFslRequest })
  fileFslRequest(@Param('id') id: string, @Body() input: FslRequestInput): Promise<FslRequest> {
    return this.files.fileFslRequest(id, input);
  }

  @Reads('fsl-requests/:requestId', FslRequest, { summary: 'Read an FSL request', use: use.fslRequest })
  fslRequest(@Param('id') id: string, @Param('requestId') requestId: string): Promise<FslRequest> {
    return this.files.fslRequest(id, requestId);
  }

  @Changes('fsl-requests/:requestId', FslRequest, {
    summary: 'Record what became of an FSL request',
    use: use.concludeFslRequest,
  })
  concludeFslRequest(
    @Param('id') id: string,
    @Param('requestId') requestId: string,
    @Body() patch: FslRequestPatch,
  ): Promise<FslRequest> {
    return this.files.concludeFslRequest(id, requestId, patch);
  }
}
