import { bold } from "../screen";

export const help = `${bold("Rehearse this project: the real Pulumi engine against a simulated Azure subscription. Nothing reaches a cloud.")}

  npm run rehearse -- <any pulumi command>     up, preview --diff, refresh, destroy, stack output, config get, cancel, ...
      -s, --stack STACK                        a stack file of the checkout by its name (default: the selected one, else dev)
      --config-file FILE                       another stack file for this command, wherever it lies
      --faults FILE                            what goes wrong on the way: errors and crashes (rehearsal/faults/README.md)
      --keep-cluster                           let the cluster's API server go on after the command; "stop" ends it

  npm run rehearse -- [-s STACK] kubectl ...   look round in the cluster, or change something and see where pods land
  npm run rehearse -- why POD   [-s STACK]     where a pod is and why, or why it is nowhere
  npm run rehearse -- stop                     end the API servers that were kept; what they hold stays

  npm run rehearse -- summary   [-s STACK]     what stands, made for reading
  npm run rehearse -- inventory [--json] [-s STACK]
                                               every resource of the subscription and every object of its clusters
  npm run rehearse -- recover   [-s STACK]     settle a stack whose run was killed: lock, interrupted creates, state
  npm run rehearse -- campaign  [--seed N] [--runs N] [--stack FILE]...
                                               rehearse faults drawn from a seed: does every stack converge, is nothing lost or left?
  npm run rehearse -- az aks nodepool list|delete|update ...
                                               what people do beside Pulumi, as the Azure CLI would (docs/runbooks)
  npm run rehearse -- az aks stop|start ...    a cluster that nobody reaches, and one that is reached again
  npm run rehearse -- reset                    forget everything that was rehearsed
  npm run rehearse -- build                    build what this machine lacks, so that nothing waits for it later
  npm run rehearse -- doctor                   what is found on this machine, what would be built and how long it takes

Everything lives under .rehearsal/, which git ignores; no tracked file is ever written.`;
