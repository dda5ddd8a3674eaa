/// Unicode in letters, digits and hyphens (RFC 3492).
enum Punycode {
  private static let (base, tMin, tMax, skew, damp) = (36, 1, 26, 38, 700)
  private static let (firstBias, firstScalar) = (72, 128)

  /// The scalars that a code stands for; nil where it is none.
  static func decoded(_ code: some StringProtocol) -> [Unicode.Scalar]? {
    let bytes = Array(code.utf8)
    let delimiter = bytes.lastIndex(of: UInt8(ascii: "-"))
    var result = bytes[..<(delimiter ?? 0)].map { Unicode.Scalar($0) }
    guard result.allSatisfy(\.isASCII) else { return nil }
    var (scalar, bias, place) = (firstScalar, firstBias, 0)
    var rest = bytes[(delimiter.map { $0 + 1 } ?? 0)...]
    while !rest.isEmpty {
      let before = place
      var (weight, k) = (1, base)
      while true {
        guard let digit = rest.popFirst().flatMap(digit) else { return nil }
        let (step, overflow) = digit.multipliedReportingOverflow(by: weight)
        guard !overflow, place <= Int(UInt32.max), step <= Int(UInt32.max) else { return nil }
        place += step
        let threshold = threshold(k, bias)
        if digit < threshold { break }
        weight *= base - threshold
        guard weight <= Int(UInt32.max) else { return nil }
        k += base
      }
      bias = adapted(place - before, result.count + 1, isFirst: before == 0)
      scalar += place / (result.count + 1)
      place %= result.count + 1
      guard scalar <= 0x10FFFF, let decoded = Unicode.Scalar(UInt32(scalar)) else { return nil }
      result.insert(decoded, at: place)
      place += 1
    }
    return result
  }

  /// The code of a label; nil where it is too long for one.
  static func encoded(_ label: [Unicode.Scalar]) -> String? {
    guard label.count <= 256 else { return nil }
    var result = label.filter(\.isASCII).map { UInt8($0.value) }
    let plain = result.count
    var (done, bias, delta, last) = (plain, firstBias, 0, firstScalar)
    if plain > 0 { result.append(UInt8(ascii: "-")) }
    while done < label.count {
      guard let next = label.map({ Int($0.value) }).filter({ $0 >= last }).min() else { return nil }
      delta += (next - last) * (done + 1)
      last = next
      for scalar in label.map({ Int($0.value) }) {
        if scalar < last { delta += 1 }
        guard scalar == last else { continue }
        appendDigits(of: delta, bias, to: &result)
        bias = adapted(delta, done + 1, isFirst: done == plain)
        delta = 0
        done += 1
      }
      delta += 1
      last += 1
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func appendDigits(of delta: Int, _ bias: Int, to result: inout [UInt8]) {
    var (rest, k) = (delta, base)
    while true {
      let threshold = threshold(k, bias)
      if rest < threshold { break }
      result.append(letter(threshold + (rest - threshold) % (base - threshold)))
      rest = (rest - threshold) / (base - threshold)
      k += base
    }
    result.append(letter(rest))
  }

  private static func threshold(_ k: Int, _ bias: Int) -> Int {
    min(max(k - bias, tMin), tMax)
  }

  private static func adapted(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
    var delta = isFirst ? delta / damp : delta / 2
    delta += delta / count
    var k = 0
    while delta > (base - tMin) * tMax / 2 {
      delta /= base - tMin
      k += base
    }
    return k + (base - tMin + 1) * delta / (delta + skew)
  }

  private static func digit(_ byte: UInt8) -> Int? {
    if byte.isDigit { return Int(byte - UInt8(ascii: "0")) + 26 }
    return byte.isLetter ? Int((byte | 0x20) - UInt8(ascii: "a")) : nil
  }

  private static func letter(_ digit: Int) -> UInt8 {
    digit < 26 ? UInt8(ascii: "a") + UInt8(digit) : UInt8(ascii: "0") + UInt8(digit - 26)
  }
}
