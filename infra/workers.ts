// The workers of one campaign in one process: workflows, one queue a model, and data.
import type { NativeConnection } from "@temporalio/worker";
import { Worker } from "@temporalio/worker";
import { createGrader, dataActivities, samplerActivities } from "../activities/index.ts";
import type { ActivityDependencies } from "../activities/index.ts";
import { dataTaskQueue, modelTaskQueue, workflowTaskQueue } from "../workflows/messages.ts";
import type { WorkflowBundle } from "./bundle.ts";

export interface WorkerOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly bundle: WorkflowBundle;
  /** All but the grader, which lives as long as these workers. */
  readonly dependencies: Omit<ActivityDependencies, "grader">;
  /** Which queues are served here; `data` belongs to one process, where the campaign's folder is. */
  readonly roles: readonly ("workflows" | "models" | "data")[];
}

export interface Workers {
  /** Ends when the workers do; rejects when one of them breaks. */
  readonly done: Promise<void>;
  /** Takes no new tasks, lets running calls end within the grace time, and returns when all has ended. */
  stop(): Promise<void>;
}

/** A running call gets this long to end and be settled before it is given up. */
const graceTime = "60 seconds";

export async function startWorkers({ connection, namespace, bundle, dependencies: given, roles }: WorkerOptions): Promise<Workers> {
  const grader = createGrader();
  const dependencies: ActivityDependencies = { ...given, grader };
  const shared = { connection, namespace, shutdownGraceTime: graceTime, shutdownForceTime: "75 seconds" } as const;
  const workers: Worker[] = [];
  if (roles.includes("workflows"))
    workers.push(
      await Worker.create({
        ...shared,
        taskQueue: workflowTaskQueue,
        workflowBundle: bundle,
        maxCachedWorkflows: 500,
        // After a crash its sticky tasks wait this long before another worker gets them.
        stickyQueueScheduleToStartTimeout: "3 seconds",
      }),
    );
  if (roles.includes("models"))
    for (const [alias, model] of Object.entries(dependencies.configuration.models)) {
      if (!dependencies.models.has(alias)) continue;
      workers.push(
        await Worker.create({
          ...shared,
          taskQueue: modelTaskQueue(dependencies.configuration.name, alias),
          activities: samplerActivities(dependencies),
          // A round holds at least one call: more rounds than calls would only wait.
          maxConcurrentActivityTaskExecutions: Math.max(8, model.concurrency),
        }),
      );
    }
  if (roles.includes("data"))
    workers.push(
      await Worker.create({
        ...shared,
        taskQueue: dataTaskQueue(dependencies.configuration.name),
        activities: dataActivities(dependencies),
        maxConcurrentActivityTaskExecutions: 4,
      }),
    );
  const runs = workers.map((worker) => worker.run());
  const shutdown = (): void => {
    for (const worker of workers) if (worker.getState() === "RUNNING") worker.shutdown();
  };
  // One that breaks takes the others with it: half a campaign's workers would wait for ever.
  for (const run of runs) run.catch(shutdown);
  const done = Promise.all(runs).then(() => undefined);
  done.catch(() => undefined);
  return {
    done,
    async stop() {
      shutdown();
      await Promise.allSettled(runs);
      await grader.close();
    },
  };
}
