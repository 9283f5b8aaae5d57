package runtime

// DocumentVersion is the version of the API description that this client was
// generated from (info.version of the document). It is part of the User-Agent.
const DocumentVersion = "1.0.0"
