/** What `npm run config -- --help` prints. */
export const HELP = `Looks into the configuration of stacks. Needs neither Pulumi nor Azure, and changes nothing.

  npm run config -- explain [-s STACK | --config-file FILE] [PATH]
      Every value that a stack has after merging and defaults, and where it comes from: a line of the stack file,
      a line of a file under config/, "default", or the name of the stack. A value that is refused says so, and one
      that is missing is a question mark. Faults and warnings follow.

      PATH              only this value, or what is below it: cluster, gpuPools.t4.maxCount
      -s, --stack       the stack whose file Pulumi.<STACK>.yaml is read (default: dev). With --config-file, its name alone
                        counts, for names in Azure (default: taken from the file's name)
      --config-file     another stack file, for example examples/Pulumi.private-azure.yaml

      Encrypted values and secrets are shown as [secret].

  npm run config -- images [-s STACK | --config-file FILE]
      Every image that a stack runs, as a script for the shell: what a cache rule of the registry fetches by itself
      (registry.cache), and for all others the command that copies it, by digest where one is pinned.

  npm run config -- lint
      Checks every stack file (here and in examples/) and every file under config/, as a preview would, with file and line.
      Finds secrets in clear text also where Pulumi cannot see them: beside an encrypted one, and in shared files.
      Looks through all files that git tracks, or would add, for well-known credentials: private keys, storage keys, tokens.
      Ends with 1 when there is an error; warnings are shown only.

What a rule is for: docs/rules.md. How files are merged: docs/config.md.
`;
