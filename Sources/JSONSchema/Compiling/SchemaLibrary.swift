import JSON

/// Where a subschema stands: a document and a place in it.
struct SchemaPlace: Hashable, Sendable {
  /// The number of the document; 0 is the schema that is compiled.
  let document: Int
  let pointer: JSONPointer

  func appending(_ key: String) -> SchemaPlace {
    SchemaPlace(document: document, pointer: pointer.appending(key))
  }

  func appending(_ index: Int) -> SchemaPlace {
    SchemaPlace(document: document, pointer: pointer.appending(index))
  }
}

/// A schema resource: a document, or a part of one that an `$id` gives a name of its own (core,
/// section 4.3.5).
struct SchemaResource: Sendable {
  typealias ID = Int

  /// Its URI without a fragment; empty where neither it nor anything around it has one.
  let uri: URIReference
  let root: SchemaPlace
  let keywords: KeywordSet
  var anchors: [JSONKey: SchemaPlace] = [:]
  var dynamicAnchors: [JSONKey: SchemaPlace] = [:]
  /// Whether it says `"$recursiveAnchor": true` (draft 2019-09).
  var isRecursive = false
}

/// All documents that a schema is made of, and what in them has a name.
///
/// A document is looked through once, when it is added; others are added when a reference asks for
/// them, from what the user mapped or the bundled meta-schemas.
struct SchemaLibrary {
  private(set) var documents: [JSONValue] = []
  private(set) var resources: [SchemaResource] = []
  private let remotes: RemoteSchemas
  private var named: [String: SchemaResource.ID] = [:]
  private var roots: [SchemaPlace: SchemaResource.ID] = [:]
  /// The resource of each place that was looked at.
  private var owners: [SchemaPlace: SchemaResource.ID] = [:]

  /// Meta-schemas of meta-schemas that are followed.
  private static let longestChain = 8

  init(_ document: JSONValue, remotes: RemoteSchemas) throws(SchemaError) {
    self.remotes = remotes
    try add(document, retrievedFrom: URIReference(""))
  }

  /// The value at a place.
  subscript(_ place: SchemaPlace) -> JSONValue? {
    documents[place.document][place.pointer]
  }

  /// The resource of a place; looks the subschema there through first if it was out of sight so
  /// far, as what stands under an unknown keyword is.
  mutating func owner(of place: SchemaPlace) throws(SchemaError) -> SchemaResource.ID {
    if let known = owners[place] { return known }
    var around = place.pointer.parent
    while let pointer = around {
      let outer = SchemaPlace(document: place.document, pointer: pointer)
      if let known = owners[outer] {
        try scan(place, in: known)
        return owners[place] ?? known
      }
      around = pointer.parent
    }
    return roots[SchemaPlace(document: place.document, pointer: .root)] ?? 0
  }

  // MARK: - Adding

  @discardableResult
  private mutating func add(
    _ document: JSONValue, retrievedFrom uri: URIReference
  ) throws(SchemaError) -> SchemaResource.ID {
    let place = SchemaPlace(document: documents.count, pointer: .root)
    documents.append(document)
    let identifier = resources.count
    let keywords = try keywordSet(of: document, at: place, else: KeywordSet())
    let base = self.identifier(of: document, in: keywords.draft).map {
      $0.resolved(against: uri).withoutFragment
    }
    append(SchemaResource(uri: base ?? uri, root: place, keywords: keywords))
    if !uri.description.isEmpty { named[uri.description] = named[uri.description] ?? identifier }
    try scan(place, in: identifier)
    return identifier
  }

  private mutating func append(_ resource: SchemaResource) {
    roots[resource.root] = resources.count
    if !resource.uri.description.isEmpty {
      named[resource.uri.description] = named[resource.uri.description] ?? resources.count
    }
    resources.append(resource)
  }

  /// Looks through a subschema and all below it for what has a name.
  private mutating func scan(
    _ place: SchemaPlace, in resource: SchemaResource.ID
  ) throws(SchemaError) {
    // A stack of our own: a schema may be nested deeply.
    var open = [(place: place, resource: resource)]
    while let next = open.popLast() {
      guard owners[next.place] == nil, let schema = self[next.place] else { continue }
      guard let members = schema.objectValue else {
        owners[next.place] = next.resource
        continue
      }
      let owner = try enter(members, at: next.place, within: next.resource)
      owners[next.place] = owner
      try note(members, at: next.place, in: owner)
      let draft = resources[owner].keywords.draft
      let children = SubschemaLocations.of(members, in: draft)
      for tokens in children.reversed() {
        let pointer = JSONPointer(next.place.pointer.tokens + tokens)
        open.append((SchemaPlace(document: next.place.document, pointer: pointer), owner))
      }
    }
  }

  /// The resource that a subschema belongs to: a new one where it has an `$id`.
  private mutating func enter(
    _ members: JSONObject, at place: SchemaPlace, within resource: SchemaResource.ID
  ) throws(SchemaError) -> SchemaResource.ID {
    if let known = roots[place] { return known }
    let outer = resources[resource]
    guard let identifier = identifier(of: .object(members), in: outer.keywords.draft) else {
      return resource
    }
    let uri = identifier.resolved(against: outer.uri)
    let isAnchor = outer.keywords.draft == .draft7 && uri.withoutFragment == outer.uri
    if isAnchor, let name = uri.fragment, !name.isEmpty {
      resources[resource].anchors[JSONKey(name)] = place
      return resource
    }
    let keywords = try keywordSet(of: .object(members), at: place, else: outer.keywords)
    append(SchemaResource(uri: uri.withoutFragment, root: place, keywords: keywords))
    return resources.count - 1
  }

  /// Notes the anchors of a subschema.
  private mutating func note(
    _ members: JSONObject, at place: SchemaPlace, in owner: SchemaResource.ID
  ) throws(SchemaError) {
    if resources[owner].root == place, members["$recursiveAnchor"] == true {
      resources[owner].isRecursive = true
    }
    for keyword in ["$anchor", "$dynamicAnchor"] where resources[owner].keywords.knows(keyword) {
      guard let name = members[keyword]?.stringValue.map(JSONKey.init) else { continue }
      if let known = resources[owner].anchors[name], known != place {
        throw SchemaError(
          place, in: self, keyword: keyword, reason: .duplicateAnchor(name.string))
      }
      resources[owner].anchors[name] = place
      if keyword == "$dynamicAnchor" { resources[owner].dynamicAnchors[name] = place }
    }
  }

  private func identifier(of schema: JSONValue, in draft: Draft) -> URIReference? {
    // Before 2019-09 a reference had no siblings.
    if draft == .draft7, schema["$ref"] != nil { return nil }
    return schema["$id"]?.stringValue.map { URIReference($0) }
  }

  // MARK: - Meta-schemas

  /// What the keywords of a resource mean: as its `$schema` says, else as around it.
  private mutating func keywordSet(
    of schema: JSONValue, at place: SchemaPlace, else inherited: KeywordSet, steps: Int = 0
  ) throws(SchemaError) -> KeywordSet {
    guard let name = schema["$schema"]?.stringValue else { return inherited }
    if let draft = Draft(uri: name) { return KeywordSet(draft: draft) }
    let uri = URIReference(name).withoutFragment.description
    let failure = SchemaError(
      place, in: self, keyword: "$schema", reason: .unsupportedDialect(name))
    let isItsOwn = schema["$id"]?.stringValue == name
    var known = isItsOwn ? schema : named[uri].flatMap { self[resources[$0].root] }
    if known == nil { known = try stored(uri, failure) }
    guard let known else { throw failure }
    guard let list = known["$vocabulary"]?.objectValue else {
      // Without a list of its own a meta-schema means what its own meta-schema does.
      guard !isItsOwn, steps < Self.longestChain else { throw failure }
      return try keywordSet(of: known, at: place, else: KeywordSet(), steps: steps + 1)
    }
    var vocabularies: Vocabularies = []
    for (uri, isRequired) in list {
      if let vocabulary = Vocabularies(uri: uri) {
        vocabularies.formUnion(vocabulary)
      } else if isRequired == true {
        throw SchemaError(
          place, in: self, keyword: "$schema", reason: .unsupportedVocabulary(uri))
      }
    }
    return KeywordSet(vocabularies: vocabularies.union(.core))
  }

  /// A document that is not yet added.
  private func stored(
    _ uri: String, _ failure: SchemaError
  ) throws(SchemaError) -> JSONValue? {
    do throws(JSONParseError) {
      return try remotes.document(at: uri) ?? Metaschemas.document(at: uri)
    } catch {
      throw failure.because(.unreadableDocument(uri, error))
    }
  }

  // MARK: - References

  /// What a reference leads to.
  struct Target {
    let place: SchemaPlace
    /// The name in the fragment, where it is one and no pointer.
    let anchor: JSONKey?
    let resource: SchemaResource.ID
  }

  /// Resolves a reference (core, section 8.2.3), adding the document that it leads to.
  ///
  /// - Parameter failure: what to throw where it leads nowhere.
  mutating func resolve(
    _ reference: String, from resource: SchemaResource.ID, failure: SchemaError
  ) throws(SchemaError) -> Target {
    let uri = URIReference(reference).resolved(against: resources[resource].uri)
    let document = uri.withoutFragment.description
    let isOwn = document == resources[resource].uri.description
    var found = isOwn ? resource : named[document]
    if found == nil, let value = try stored(document, failure) {
      found = try add(value, retrievedFrom: uri.withoutFragment)
    }
    guard let found else { throw failure.because(.remoteReference(reference)) }
    guard let fragment = uri.fragment.map({ URIReference.percentDecoded($0) }) else {
      return Target(place: resources[found].root, anchor: nil, resource: found)
    }
    guard let fragment else { throw failure }
    if fragment.isEmpty {
      return Target(place: resources[found].root, anchor: nil, resource: found)
    }
    if let pointer = try? JSONPointer(parsing: fragment) {
      let root = resources[found].root
      let place = SchemaPlace(
        document: root.document, pointer: root.pointer.appending(pointer))
      guard self[place] != nil else { throw failure }
      return Target(place: place, anchor: nil, resource: try owner(of: place))
    }
    guard let place = resources[found].anchors[JSONKey(fragment)] else { throw failure }
    return Target(place: place, anchor: JSONKey(fragment), resource: try owner(of: place))
  }
}
