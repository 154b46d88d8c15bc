import { Keyring } from '../src/platform/crypto.js';
import { runtimeDataSource } from '../src/platform/database/connection.js';
import { Database } from '../src/platform/database/database.js';
import { keepHeapSmall } from '../src/platform/heap.js';
import { JobRunner } from '../src/platform/jobs/job-runner.js';
import { JobRuns } from '../src/platform/jobs/job-runs.js';
import { ArrearsNightService } from '../src/tenancies/arrears-night.service.js';
import { RentArrears } from '../src/tenancies/arrears.jobs.js';

/** A worker that runs the night of one consortium each time it is told to, as the queue would. Usage: `night.js <url> <consortium>`. */
keepHeapSmall();
const [, , url, consortiumId] = process.argv;
const source = await runtimeDataSource({ url: url!, poolSize: 2, applicationName: 'bench-night' }).initialize();
const database = new Database(source, new Keyring([Buffer.alloc(32, 7)]));
const job = new RentArrears(new ArrearsNightService(database));
const runner = new JobRunner(database, new JobRuns(database));

process.on('message', (id: string) => {
  runner.run(job, { id, attempt: 1, consortiumId: consortiumId!, data: {} }).then(
    () => process.send!({ done: id }),
    (error: unknown) => process.send!({ failed: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
process.send!({ done: 'started' });
