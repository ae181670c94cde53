import { s3RotationRules } from "../../components/minio-gateway/rules";
import { bucketMetadata, usersFile } from "../../components/minio-gateway/values";
import { brief } from "../support/mocks-fixtures";

describe("who may use a bucket", () => {
    const read = (text: string | undefined): unknown => JSON.parse(Buffer.from(text ?? "", "base64").toString("utf8"));

    it("S1-17 S1-18 is one user, who may read and write its objects and neither share it nor take it away", () => {
        const { acl, policy, ...rest } = bucketMetadata("artifacts");
        expect(rest).toEqual({});
        expect(read(acl)).toEqual({ Owner: "artifacts", Grantees: [] });
        expect(read(policy)).toEqual({
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Allow",
                    Principal: { AWS: ["artifacts"] },
                    Action: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
                    Resource: "arn:aws:s3:::artifacts",
                },
                {
                    Effect: "Allow",
                    Principal: { AWS: ["artifacts"] },
                    Action: [
                        "s3:AbortMultipartUpload",
                        "s3:DeleteObject",
                        "s3:DeleteObjectTagging",
                        "s3:GetObject",
                        "s3:GetObjectAttributes",
                        "s3:GetObjectTagging",
                        "s3:ListMultipartUploadParts",
                        "s3:PutObject",
                        "s3:PutObjectTagging",
                    ],
                    Resource: "arn:aws:s3:::artifacts/*",
                },
            ],
        });
    });

    it("S1-17 is written to the gateway's file, in whatever order the buckets come", () => {
        expect(usersFile({ b: "2", a: "1" })).toBe(usersFile({ a: "1", b: "2" }));
        expect(JSON.parse(usersFile({ data: "key" }))).toEqual({
            accessAccounts: { data: { access: "data", secret: "key", role: "user", userID: 0, groupID: 0, projectID: 0 } },
        });
    });

    it("S1-17 has credentials whose generations are whole numbers, of buckets that there are", () => {
        expect(brief(s3RotationRules({ root: 2, buckets: { data: 1 } }, ["data"]))).toEqual([]);
        expect(brief(s3RotationRules({ root: 0, buckets: { data: 1.5, date: 2 } }, ["data"]))).toEqual([
            "error s3-gateway/rotation-number @ root",
            "error s3-gateway/rotation-number @ buckets.data",
            "error s3-gateway/rotation-bucket @ buckets.date",
        ]);
    });
});
