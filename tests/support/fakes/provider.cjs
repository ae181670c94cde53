// A recording provider plugin for previews: accepts everything, computes nothing, and notes the type of each resource it is asked about.
const fs = require("node:fs");
const { serve } = require("./serve.cjs");

const { ResourceProviderService } = require("@pulumi/pulumi/proto/provider_grpc_pb");
const provider = require("@pulumi/pulumi/proto/provider_pb");
const { PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb");

function echo(request) {
    const response = new provider.CheckResponse();
    response.setInputs(request.getNews());
    return response;
}

serve(ResourceProviderService, {
    checkConfig: echo,
    configure() {
        // without support for previews, the engine takes what is not an input as not known yet
        const response = new provider.ConfigureResponse();
        response.setAcceptsecrets(true);
        response.setAcceptresources(true);
        return response;
    },
    check(request) {
        fs.appendFileSync(process.env.RECORD_REQUESTS, `check ${request.getUrn().split("::")[2].split("$").pop()}\n`);
        return echo(request);
    },
    invoke(request) {
        fs.appendFileSync(process.env.RECORD_REQUESTS, `invoke ${request.getTok()}\n`);
        const response = new provider.InvokeResponse();
        response.setReturn(request.getArgs());
        return response;
    },
    getPluginInfo: () => new PluginInfo(),
    cancel: () => new Empty(),
});
