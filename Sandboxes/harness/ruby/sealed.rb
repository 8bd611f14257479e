# Runs a source and the tests that share its process. What is compared later is taken before the
# source runs; the one-time word is a local variable of a block that no code of the source closes over.
lambda do
  secret = $stdin.gets.chomp
  word = secret[32..]
  tests = $stdin.read.force_encoding(Encoding::UTF_8)
  $stdin.reopen("/dev/null")
  path = ARGV.shift
  report = File.open(".assay/report", "a")
  report.sync = true
  write = report.method(:syswrite)
  clock = Process.method(:clock_gettime)
  toplevel = TOPLEVEL_BINDING
  evaluate = toplevel.method(:eval)
  leave = Process.method(:exit!)

  kernel_class = Kernel.instance_method(:class)
  kernel_same = BasicObject.instance_method(:equal?)
  class_of = ->(value) { kernel_class.bind_call(value) }
  core = [Integer, Float, String, Symbol, NilClass, TrueClass, FalseClass]
  equal = core.to_h { |type| [type, type.instance_method(:==)] }
  array_size = Array.instance_method(:size)
  array_at = Array.instance_method(:[])
  hash_pairs = Hash.instance_method(:to_a)
  hash_size = Hash.instance_method(:size)
  hash_key = Hash.instance_method(:key?)
  hash_at = Hash.instance_method(:[])
  inspected = core.to_h { |type| [type, type.instance_method(:inspect)] }

  # Plain data is compared with what the language brought, whatever the source made of it since.
  same = lambda do |expected, actual, depth|
    return false if depth > 200
    type = class_of.(expected)
    other = class_of.(actual)
    if type.equal?(Array)
      return false unless other.equal?(Array)
      size = array_size.bind_call(expected)
      return false unless equal[Integer].bind_call(size, array_size.bind_call(actual))
      size.times do |index|
        return false unless same.(array_at.bind_call(expected, index),
          array_at.bind_call(actual, index), depth + 1)
      end
      return true
    end
    if type.equal?(Hash)
      return false unless other.equal?(Hash)
      return false unless equal[Integer].bind_call(hash_size.bind_call(expected), hash_size.bind_call(actual))
      hash_pairs.bind_call(expected).each do |key, value|
        return false unless hash_key.bind_call(actual, key)
        return false unless same.(value, hash_at.bind_call(actual, key), depth + 1)
      end
      return true
    end
    method = equal[type]
    if method
      numbers = type.equal?(Integer) || type.equal?(Float)
      others = other.equal?(Integer) || other.equal?(Float)
      return false unless other.equal?(type) || numbers && others
      return method.bind_call(expected, actual)
    end
    return false if equal[other] || other.equal?(Array) || other.equal?(Hash)
    (expected == actual) == true
  rescue StandardError
    false
  end
  show = lambda do |value, depth = 0|
    type = class_of.(value)
    if type.equal?(Array) && depth < 6
      "[" + Array.new(array_size.bind_call(value)) { |i| show.(array_at.bind_call(value, i), depth + 1) }.join(", ") + "]"
    elsif type.equal?(Hash) && depth < 6
      "{" + hash_pairs.bind_call(value).map { |k, v| show.(k, depth + 1) + "=>" + show.(v, depth + 1) }.join(", ") + "}"
    elsif inspected[type]
      inspected[type].bind_call(value)
    else
      "#<#{type}>"
    end
  rescue StandardError
    "?"
  end

  field = lambda do |text|
    text.to_s.dup.force_encoding(Encoding::UTF_8).scrub("?")[0, 2000]
      .gsub(/[\\\n\t\r]/) { |c| { "\\" => "\\\\", "\n" => "\\n", "\t" => "\\t", "\r" => "\\r" }[c] }
  end
  # Each line is sealed with all before it: SipHash-2-4 of the last seal and the line.
  mask = (1 << 64) - 1
  low, high = secret[0, 16].hex, secret[16, 16].hex
  start = [low ^ 0x736f6d6570736575, high ^ 0x646f72616e646f6d, low ^ 0x6c7967656e657261, high ^ 0x7465646279746573]
  secret = low = high = nil
  turned = ->(value, by) { (value << by | value >> (64 - by)) & mask }
  last = ""
  seal = lambda do |text|
    data = (last + text).b
    size = data.bytesize
    data << "\0" * (7 - size % 8) << (size & 255)
    v0, v1, v2, v3 = start
    mix = lambda do |rounds|
      rounds.times do
        v0 = v0 + v1 & mask
        v1 = turned.(v1, 13) ^ v0
        v0 = turned.(v0, 32)
        v2 = v2 + v3 & mask
        v3 = turned.(v3, 16) ^ v2
        v0 = v0 + v3 & mask
        v3 = turned.(v3, 21) ^ v0
        v2 = v2 + v1 & mask
        v1 = turned.(v1, 17) ^ v2
        v2 = turned.(v2, 32)
      end
    end
    data.unpack("Q<*").each do |number|
      v3 ^= number
      mix.(2)
      v0 ^= number
    end
    v2 ^= 255
    mix.(4)
    last = format("%016x", v0 ^ v1 ^ v2 ^ v3)
  end
  line = lambda do |*fields|
    text = fields.map { |part| field.(part) }.join("\t")
    write.call("#{text}\t#{seal.(text)}\n")
  end
  finished = 0
  passed = 0
  failure = Class.new(Exception) { attr_accessor :expected, :actual }
  count = 0
  wants = lambda do |good, message, expected = "", actual = ""|
    count += 1
    next true if true.equal?(good)
    error = failure.new(message.to_s)
    error.expected = expected
    error.actual = actual
    raise error
  end
  truth = ->(value) { nil.equal?(value) || false.equal?(value) ? false : true }

  # Whether a value, or an object of a class that the tests name, may judge what it is asked about.
  module_name = Module.instance_method(:name)
  constants = nil
  named = lambda do |type|
    name = module_name.bind_call(type).to_s.split("::").last or next false
    constants ? constants.include?(name.to_sym) : tests.match?(/(?<!\w)#{Regexp.escape(name)}(?!\w)/)
  end
  libraries = Module.instance_method(:instance_method)
  number = lambda do |value|
    type = class_of.(value)
    next true if type.equal?(Integer) || type.equal?(Float) || type.equal?(Rational)
    %i[- abs <=].all? { |name| libraries.bind_call(type, name).source_location.nil? } || named.(type)
  rescue NameError
    false
  end
  includes = lambda do |list, item|
    type = class_of.(list)
    case
    when type.equal?(Array) then array_size.bind_call(list).times.any? { |at| same.(item, array_at.bind_call(list, at), 0) }
    when type.equal?(Hash) then hash_key.bind_call(list, item)
    when type.equal?(String), type.equal?(Range), module_name.bind_call(type) == "Set" && Object.const_source_location(:Set)&.first != path
      truth.(libraries.bind_call(type, :include?).bind_call(list, item))
    when named.(type) then truth.(list.include?(item))
    else false
    end
  end
  compared = lambda do |left, operator, right|
    type = class_of.(left)
    next false unless equal[type] || type.equal?(Array) || type.equal?(Hash) || named.(type)
    next truth.(left.public_send(operator, *right)) if named.(type)
    truth.(libraries.bind_call(type, operator).bind_call(left, *right))
  end

  assertions = {
    assert: ->(value, message = "not true") { wants.(truth.(value), message, "true", show.(value)) },
    refute: ->(value, message = "not false") { wants.(!truth.(value), message, "false", show.(value)) },
    assert_true: ->(value, message = "not true") { wants.(true.equal?(value), message, "true", show.(value)) },
    assert_false: ->(value, message = "not false") { wants.(false.equal?(value), message, "false", show.(value)) },
    assert_equal: lambda do |expected, actual, message = nil|
      wants.(same.(expected, actual, 0), message || "not equal", show.(expected), show.(actual))
    end,
    assert_not_equal: lambda do |expected, actual, message = nil|
      wants.(!same.(expected, actual, 0), message || "equal", "", show.(actual))
    end,
    assert_nil: ->(value, message = "not nil") { wants.(nil.equal?(value), message, "nil", show.(value)) },
    assert_not_nil: ->(value, message = "nil") { wants.(!nil.equal?(value), message, "", "nil") },
    assert_in_delta: lambda do |expected, actual, delta = 0.001, message = nil|
      good = number.(actual) && number.(expected) && (expected - actual).abs <= delta
      wants.(good, message || "not close", show.(expected), show.(actual))
    end,
    assert_empty: ->(value, message = "not empty") { wants.(value.empty? == true, message, "", show.(value)) },
    assert_include: lambda do |list, item, message = nil|
      wants.(includes.(list, item), message || "not included", show.(item), show.(list))
    end,
    refute_includes: lambda do |list, item, message = nil|
      wants.(!includes.(list, item), message || "included", show.(item), show.(list))
    end,
    assert_operator: lambda do |left, operator, right, message = nil|
      wants.(compared.(left, operator, [right]), message || "not #{operator}", show.(right), show.(left))
    end,
    refute_operator: lambda do |left, operator, right, message = nil|
      wants.(!compared.(left, operator, [right]), message || "is #{operator}", show.(right), show.(left))
    end,
    assert_predicate: lambda do |value, operator, message = nil|
      wants.(compared.(value, operator, []), message || "not #{operator}", "", show.(value))
    end,
    assert_same: ->(expected, actual, message = "another object") { wants.(kernel_same.bind_call(expected, actual), message, show.(expected), show.(actual)) },
    assert_respond_to: ->(value, name, message = nil) { wants.(truth.(value.respond_to?(name)), message || "no `#{name}`", "", show.(value)) },
    assert_kind_of: ->(type, value, message = nil) { wants.(truth.(class_of.(value) <= type), message || "another class", type.to_s, class_of.(value).to_s) },
    assert_nothing_raised: ->(*_types, &body) { body.call },
    refute_match: ->(pattern, text, message = "a match") { wants.(!truth.(pattern =~ text), message, show.(pattern), show.(text)) },
    refute_empty: ->(value, message = "empty") { wants.(value.empty? == false, message, "", show.(value)) },
    assert_match: ->(pattern, text, message = "no match") { wants.(truth.(pattern =~ text), message, show.(pattern), show.(text)) },
    assert_instance_of: ->(type, value, message = nil) { wants.(class_of.(value).equal?(type), message || "another class", type.to_s, class_of.(value).to_s) },
    assert_raise: lambda do |*types, &body|
      types = [StandardError] if types.empty?
      begin
        body.call
      rescue failure
        raise
      rescue *types => error
        count += 1
        next error
      end
      wants.(false, "nothing was raised", types.join(", "))
    end,
    flunk: ->(message = "flunked") { wants.(false, message) },
  }
  assertions[:assert_raises] = assertions[:assert_raise]
  assertions[:refute_equal] = assertions[:assert_not_equal]
  assertions[:refute_nil] = assertions[:assert_not_nil]
  assertions[:assert_includes] = assertions[:assert_include]
  { assert_is_a: :assert_kind_of, assert_no_match: :refute_match, assert_not_empty: :refute_empty,
    assert_not_include: :refute_includes }.each { |name, other| assertions[name] = assertions[other] }
  specs = toplevel.eval(File.read(".assay/specs.rb"), ".assay/specs.rb").call(assertions, class_of)
  operators = %i[== != === eql? equal? <=> < > <= >= =~ - coerce]
  operators_of, looking = %w[operators looking].map { |name| toplevel.eval(File.read(".assay/#{name}.rb"), ".assay/#{name}.rb") }
  guards = operators_of.call(class_of, core, named, operators)
  look_name = "assay_look_#{Random.new_seed.to_s(36)}"
  classes = []
  define = lambda do |base|
    base.define_singleton_method(:inherited) { |type| classes.push(type); super(type) }
    assertions.each { |name, body| base.define_method(name, &body) }
    base.define_method(:setup) { nil }
    base.define_method(:teardown) { nil }
  end
  shims = %w[test/unit minitest minitest/autorun minitest/test minitest/unit minitest/spec minitest/pride]
  original_require = Kernel.instance_method(:require)
  require_shim = lambda do |name|
    next true if shims.include?(name.to_s)
    original_require.bind_call(self, name)
  end
  looker = nil
  prepare = lambda do
    Object.send(:remove_const, :Test) if Object.const_defined?(:Test) && !Test.is_a?(Module)
    test = Object.const_defined?(:Test) ? Object.const_get(:Test) : Object.const_set(:Test, Module.new)
    unit = Module.new
    test.send(:remove_const, :Unit) if test.const_defined?(:Unit, false)
    test.const_set(:Unit, unit)
    unit.const_set(:TestCase, Class.new.tap(&define))
    Object.send(:remove_const, :Minitest) if Object.const_defined?(:Minitest)
    mini = Object.const_set(:Minitest, Module.new)
    mini.const_set(:Test, Class.new.tap(&define))
    mini.const_set(:Spec, Class.new(mini::Test))
    specs.call(mini::Spec)
    Kernel.define_singleton_method(look_name, &guards[:look])
    looker = Kernel.singleton_class.instance_method(look_name)
    Kernel.define_method(:require, &require_shim)
    Kernel.send(:private, :require)
  end

  pristine = core + [Array, Hash, Object, BasicObject, Kernel, Comparable, Range, Method, UnboundMethod, Proc]
  names = %i[== != eql? equal? ! === <=> < > <= >= =~ call bind_call bind raise exit abort class is_a? map
    sort each join to_s inspect + - * / size length [] key? to_a hash not include?]
  before = pristine.flat_map do |type|
    names.select { |name| type.method_defined?(name) || type.private_method_defined?(name) }
      .map { |name| [type, name, type.instance_method(name)] }
  end
  chains = pristine.map { |type| [type, type.ancestors] }
  replaced = lambda do
    found = before.find { |type, name, method| method != type.instance_method(name) }
    next "#{found[0]}##{found[1]}" if found
    next "what looks at operators" unless looker.nil? || looker == Kernel.singleton_class.instance_method(look_name)
    chain = chains.find { |type, list| list != type.ancestors }
    chain && "the ancestors of #{chain[0]}"
  rescue Exception => error
    "what the language brings (#{error.message})"
  end

  # What tests say later: in threads of their own, and at the end.
  threads, hooks = [], []
  listening = lambda do
    begin_thread = Thread.method(:new).unbind
    join, value = Thread.instance_method(:join), Thread.instance_method(:value)
    %i[new start fork].each do |name|
      Thread.define_singleton_method(name) do |*values, **options, &body|
        from = caller_locations(1, 1)&.first
        thread = begin_thread.bind_call(self, *values, **options, &body)
        threads.push(thread) if from&.path == "tests"
        thread
      end
    end
    { join: join, value: value }.each do |name, original|
      Thread.define_method(name) { |*values| threads.delete(self); original.bind_call(self, *values) }
    end
    later = lambda do |&body|
      hooks.push(body)
      body
    end
    Kernel.define_method(:at_exit, &later)
    Kernel.send(:private, :at_exit)
    Kernel.define_singleton_method(:at_exit, &later)
  end
  asides = lambda do
    threads.shift.join until threads.empty?
    hooks.pop.call until hooks.empty?
  end
  run_cases = lambda do
    list = classes.dup
    next if list.empty?
    ran = 0
    list.each do |type|
      type.public_instance_methods(!(type < Minitest::Spec)).grep(/\Atest_/).sort.each do |name|
        item = type.allocate
        item.send(:initialize) if type.instance_method(:initialize).arity.zero?
        item.setup
        item.send(name)
        item.teardown
        ran += 1
      end
    end
    wants.(ran.positive?, "no test was run")
  end
  check = lambda do |id, &body|
    line.("S", id)
    began = clock.call(Process::CLOCK_MONOTONIC)
    outcome, message, expected, actual = "passed", "", "", ""
    begin
      body.call
    rescue failure => error
      outcome, message, expected, actual = "failed", error.message, error.expected, error.actual
    rescue Exception => error
      outcome, message = "error", "#{class_of.(error)}: #{error.message}"
    end
    finished += 1
    passed += 1 if outcome == "passed"
    took = format("%.3f", (clock.call(Process::CLOCK_MONOTONIC) - began) * 1000)
    line.("F", id, outcome, took, message, expected, actual)
    outcome == "passed"
  end

  # A last `exit 0` says no more than the end does.
  tests = tests.sub(/^[ \t]*exit(?:!?[ \t]*\(?[ \t]*(?:0|true)?[ \t]*\)?)[\s;]*\z/, "")
  looked, constants = looking.call(tests, look_name, operators)
  shims_text = File.read(path, encoding: Encoding::UTF_8)
  evidence = nil
  ended = false
  good = check.("1") do
    prepare.call
    known = ObjectSpace.each_object(Module).to_a.to_h { |type| [type, true] }.compare_by_identity
    evaluate.call(shims_text, path, 1)
    prepare.call
    classes.clear
    evidence = replaced.call
    next if evidence
    listening.call
    guards[:judged].call(known)
    evaluate.call(looked, "tests", 1)
    run_cases.call
    asides.call
    foreign = guards[:foreign]
    wants.(foreign.empty?, "#{foreign.first}, which the tests do not name, was to judge a value of theirs")
    ended = true
  end
  evidence ||= replaced.call
  if evidence
    line.("T", "the source replaced `#{evidence}`")
    leave.call(1)
  end
  canary = lambda do |value|
    classes.clear
    base = Object.const_get(:Test).const_get(:Unit).const_get(:TestCase)
    Class.new(base) { define_method(:test_canary) { assert_equal([1, "a"], [value, "a"]); assert(value == 1) } }
    run_cases.call
  end
  passes = check.("assay: must pass") { canary.(1) }
  fails = !check.("assay: must fail") { canary.(2) }
  done = good && ended && passes && fails
  line.("E", word, finished, passed) if done
  leave.call(done ? 0 : 1)
end.call
