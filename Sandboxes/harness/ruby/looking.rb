# Tests where each comparison has what it compares looked at first, by a method of `Kernel`: what a
# class or an object says of itself counts as it is then. Gives the text, with its lines where they
# were, and the constants that the tests' code names; none where the text is not understood.
lambda do |tests, look, operators|
  asking = %i[include? member? eql? equal? index find_index count delete] + operators
  starts = tests.lines.inject([0]) { |list, line| list << list.last + line.bytesize }
  place = ->(line, column) { starts[line - 1] + column }
  range = ->(node) { place.(node.first_lineno, node.first_column)...place.(node.last_lineno, node.last_column) }
  bytes = tests.b
  is_node = ->(value) { RubyVM::AbstractSyntaxTree::Node === value }
  constants = {}
  # [all of it, the first operand, the operator's place or nothing, its length]
  edits = []

  compared = lambda do |node, left, operator, right|
    whole, from, to = range.(node), range.(left).end, range.(right).begin
    between = bytes[from...to]&.gsub(/#.*/) { |comment| " " * comment.size }
    at = between&.index(operator.to_s)
    edits.push([whole, from + at, operator.to_s.bytesize]) if at && whole.begin <= from && to <= whole.end
  end
  looked = ->(node) { edits.push([range.(node), nil, 0]) if range.(node).size.positive? }
  visit = lambda do |node|
    parts = node.children
    case node.type
    when :CLASS
      parts = parts.drop(1) if parts[1]
    when :COLON2
      first = node
      first = first.children[0] while first && first.type == :COLON2
      next if first && first.type == :CONST && %i[Test Minitest].include?(first.children[0])
      constants[parts[1]] = true
    when :OPCALL
      right = is_node.(parts[2]) && parts[2].type == :LIST && parts[2].children.compact
      compared.(node, parts[0], parts[1], right[0]) if right && right.size == 1 && operators.include?(parts[1])
    when :CASE
      looked.(parts[0]) if is_node.(parts[0])
    when :CALL, :QCALL
      right = is_node.(parts[2]) && parts[2].type == :LIST && parts[2].children.compact
      # What is no call with a dot is an assignment such as `a -= b`.
      if asking.include?(parts[1]) && right && right.size == 1 && bytes[range.(parts[0]).end..].match?(/\A[)\s]*&?\./)
        looked.(parts[0]) unless parts[0].type == :SELF
        looked.(right[0])
      end
    when :CONST, :COLON3 then constants[parts[0]] = true
    end
    parts.each { |part| visit.(part) if is_node.(part) }
  end
  visit.(RubyVM::AbstractSyntaxTree.parse(tests))

  edits = edits.uniq.sort_by { |whole, at, _| [whole.begin, -whole.end, at ? 0 : 1] }
  count = 0
  render = lambda do |from, to, list|
    text, at = +"".b, from
    until list.empty?
      whole, sign, size = list.shift
      next if whole.begin < at || whole.end > to
      inner = list.select { |other, _| other.end <= whole.end && other.begin >= whole.begin }
      list -= inner
      text << bytes[at...whole.begin]
      if sign
        one, two = "#{look}_a#{count += 1}", "#{look}_b#{count}"
        sides = inner.partition { |other, _| other.end <= sign }
        left = render.(whole.begin, sign, sides[0])
        right = render.(sign + size, whole.end, sides[1])
        text << " begin #{one}=(" << left << ");#{two}=(" << right << ");::Kernel.#{look}(#{one},#{two});"
        text << "#{one} #{bytes[sign, size]} #{two} end"
      else
        text << "::Kernel.#{look}((" << render.(whole.begin, whole.end, inner) << "))"
      end
      at = whole.end
    end
    text << bytes[at...to]
  end
  made = render.(0, bytes.bytesize, edits).force_encoding(tests.encoding)
  made = tests unless made.valid_encoding? && RubyVM::AbstractSyntaxTree.parse(made)
  [made, constants]
rescue SyntaxError, StandardError
  [tests, nil]
end
