private import CLibXML2

/// A parsed page, walked without recursion: pages nest as deep as their author likes.
final class HTMLTree {
  /// What the walk comes by.
  enum Event {
    /// An element begins.
    case start(HTMLElement)
    /// Text, UTF-8.
    case text(UnsafeBufferPointer<UInt8>)
    /// An element ends; not told of one that was skipped.
    case end(HTMLElement)
  }

  private let document: htmlDocPtr

  /// Nil where libxml2 makes nothing of it.
  ///
  /// - Parameter text: UTF-8, whatever its `meta` says.
  init?(_ text: String) {
    guard let context = htmlNewParserCtxt() else { return nil }
    defer { htmlFreeParserCtxt(context) }
    // Without it libxml2 stops at 256 levels and loses the rest in silence. What it guards against
    // is guarded by the limits of the worker.
    context.pointee.options |= Int32(XML_PARSE_HUGE.rawValue)
    let options =
      HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NONET.rawValue | HTML_PARSE_NOERROR.rawValue
      | HTML_PARSE_NOWARNING.rawValue | HTML_PARSE_IGNORE_ENC.rawValue
    var text = text
    let document = text.withUTF8 { bytes -> htmlDocPtr? in
      guard let size = Int32(exactly: bytes.count) else { return nil }
      return bytes.withMemoryRebound(to: CChar.self) {
        htmlCtxtReadMemory(context, $0.baseAddress, size, nil, "UTF-8", Int32(options))
      }
    }
    guard let document else { return nil }
    self.document = document
  }

  deinit { xmlFreeDoc(document) }

  /// Walks the whole tree.
  ///
  /// - Parameter visit: returns false at the start of an element to pass over all of it.
  func walk(_ visit: (Event) -> Bool) {
    var next = xmlDocGetRootElement(document)
    while let node = next {
      if node.pointee.type == XML_ELEMENT_NODE {
        let element = HTMLElement(node)
        if visit(.start(element)) {
          if let child = node.pointee.children {
            next = child
            continue
          }
          _ = visit(.end(element))
        }
      } else if node.pointee.type == XML_TEXT_NODE || node.pointee.type == XML_CDATA_SECTION_NODE,
        let content = node.pointee.content
      {
        _ = visit(.text(UnsafeBufferPointer(start: content, count: Int(xmlStrlen(content)))))
      }
      next = Self.following(node, visit)
    }
  }

  /// The next node that is no descendant; ends the elements that are left on the way.
  private static func following(_ node: xmlNodePtr, _ visit: (Event) -> Bool) -> xmlNodePtr? {
    var node = node
    while node.pointee.next == nil {
      guard let parent = node.pointee.parent, parent.pointee.type == XML_ELEMENT_NODE else {
        return nil
      }
      _ = visit(.end(HTMLElement(parent)))
      node = parent
    }
    return node.pointee.next
  }
}

/// An element of an ``HTMLTree``, as long as that lives.
struct HTMLElement {
  private let node: xmlNodePtr

  fileprivate init(_ node: xmlNodePtr) {
    self.node = node
  }

  /// Tells elements of one tree apart.
  var id: UnsafeRawPointer { UnsafeRawPointer(node) }

  /// In lower case.
  var name: String { String(cString: node.pointee.name) }

  /// The value of an attribute; empty where it has none; nil where it is not there.
  func attribute(_ name: String) -> String? {
    guard xmlHasProp(node, name) != nil else { return nil }
    guard let value = xmlGetProp(node, name) else { return "" }
    defer { CLibXML2_free(value) }
    return String(cString: value)
  }

  /// Why a person would not see it; nil where one would.
  var whyHidden: String? {
    guard node.pointee.properties != nil else { return nil }
    if attribute("hidden") != nil { return "hidden" }
    if attribute("aria-hidden")?.lowercased() == "true" { return "aria-hidden" }
    return attribute("style").flatMap(Self.whyHidden)
  }

  /// By the declarations of an inline style; the last of a property counts.
  private static func whyHidden(_ style: String) -> String? {
    var declared: [String: String] = [:]
    for declaration in style.lowercased().split(separator: ";") {
      let parts = declaration.filter { !$0.isWhitespace }.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let value = parts[1].hasSuffix("!important") ? parts[1].dropLast(10) : parts[1]
      declared[String(parts[0])] = String(value)
    }
    if declared["display"] == "none" { return "display:none" }
    if ["hidden", "collapse"].contains(declared["visibility"]) { return "visibility:hidden" }
    for property in ["opacity", "font-size"] where declared[property].map(isNothing) == true {
      return "\(property):0"
    }
    return nil
  }

  /// Whether a number is 0, in whatever unit.
  private static func isNothing(_ value: String) -> Bool {
    let number = value.prefix { $0.isNumber || $0 == "." || $0 == "+" || $0 == "-" }
    return Double(number) == 0
  }
}
