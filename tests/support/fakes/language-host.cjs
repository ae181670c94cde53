// A recording `pulumi-language-nodejs`: runs the program as the real one does, with record-files.cjs preloaded, and notes what it was asked.
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { serve } = require("./serve.cjs");

const { LanguageRuntimeService } = require("@pulumi/pulumi/proto/language_grpc_pb");
const language = require("@pulumi/pulumi/proto/language_pb");
const { PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb");

const engine = process.argv.slice(2).find((argument) => !argument.startsWith("-"));

async function run(request) {
    const info = request.getInfo();
    const options = info.getOptions()?.toJavaScript() ?? {};
    const directory = info.getProgramDirectory();
    const config = {};
    request.getConfigMap().forEach((value, key) => (config[key] = value));
    fs.appendFileSync(process.env.RECORD_REQUESTS, `run ${directory} ${info.getEntryPoint()}\n`);
    const nodeArguments = (options.nodeargs ?? "").split(" ").filter((argument) => argument !== "");
    const command = [
        ...["--require", path.join(__dirname, "record-files.cjs"), ...nodeArguments],
        require.resolve("@pulumi/pulumi/cmd/run", { paths: [directory] }),
        ...["--monitor", request.getMonitorAddress(), "--engine", engine, "--project", request.getProject(), "--stack", request.getStack()],
        ...["--root-directory", info.getRootDirectory(), "--pwd", directory, "--parallel", String(request.getParallel()), "--dry-run"],
        info.getEntryPoint(),
    ];
    const env = {
        ...process.env,
        PULUMI_CONFIG: JSON.stringify(config),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    };
    if (options.typescript !== false) {
        env.PULUMI_NODEJS_TYPESCRIPT = "true";
    }
    if (options.tsconfig !== undefined) {
        env.PULUMI_NODEJS_TSCONFIG_PATH = path.resolve(directory, options.tsconfig);
    }
    const program = spawn(process.execPath, command, { cwd: directory, env, stdio: ["ignore", 2, 2] });
    const code = await new Promise((resolve) => program.on("exit", resolve));
    const response = new language.RunResponse();
    if (code === 32) {
        response.setBail(true);
    } else if (code !== 0) {
        response.setError(`the program ended with ${code}`);
    }
    return response;
}

serve(LanguageRuntimeService, {
    handshake: () => new language.LanguageHandshakeResponse(),
    getRequiredPackages: () => new language.GetRequiredPackagesResponse(),
    getRequiredPlugins: () => new language.GetRequiredPluginsResponse(),
    getPluginInfo: () => new PluginInfo(),
    run,
});
