// Serves a gRPC service on loopback and prints the port, as a Pulumi plugin must.
const grpc = require("@grpc/grpc-js");

exports.serve = function (service, methods) {
    const implementation = {};
    for (const name of Object.keys(service)) {
        const method = methods[name];
        implementation[name] =
            method === undefined
                ? (call, answer) => answer?.({ code: grpc.status.UNIMPLEMENTED, details: `${name} is not faked` })
                : async (call, answer) => {
                      try {
                          answer(null, await method(call.request));
                      } catch (error) {
                          answer({ code: grpc.status.UNKNOWN, details: String(error.stack) });
                      }
                  };
    }
    const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
    server.addService(service, implementation);
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
        if (error) {
            throw error;
        }
        console.log(port);
    });
};
