import Extraction

/// The same schema, evidence and rules for what a person edits as for what a model says.
extension ReplyValidator: RecordChecker {}
