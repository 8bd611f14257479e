# Minitest's specs for the tests: gives what makes a class of them.
lambda do |assertions, class_of|
  # What Minitest's `_(value).must_equal` and the like say.
  words = { equal: :assert_equal, be_nil: :assert_nil, be_empty: :assert_empty, include: :assert_includes,
    match: :assert_match, be_same_as: :assert_same, be_kind_of: :assert_kind_of, be: :assert_operator,
    be_instance_of: :assert_instance_of, respond_to: :assert_respond_to, be_close_to: :assert_in_delta,
    be_within_delta: :assert_in_delta }
  swapped = %i[include be respond_to]
  expectation = Class.new do
    define_method(:initialize) { |item, value| @item, @value = item, value }
    words.each do |word, name|
      { "must" => name, "wont" => name.to_s.sub("assert", "refute").to_sym }.each do |verb, full|
        next unless assertions.key?(full)
        define_method("#{verb}_#{word}") do |*values|
          values = swapped.include?(word) || values.empty? ? [@value, *values] : [values[0], @value, *values[1..]]
          @item.send(full, *values)
        end
      end
    end
    define_method(:must_raise) { |*types| @item.assert_raises(*types, &@value) }
  end
  lambda do |base|
    groups, blocks = [base], {}
    describe = lambda do |*names, &body|
      type = Class.new(groups.last)
      groups.push(type)
      type.class_eval(&body)
      groups.pop
      type
    end
    at = 0
    base.define_singleton_method(:it) { |name = "", &body| define_method("test_#{at += 1}_#{name}", &body) }
    base.singleton_class.alias_method(:specify, :it)
    base.define_singleton_method(:describe, &describe)
    %i[before after].each do |name|
      base.define_singleton_method(name) { |_ = nil, &body| (blocks[[self, name]] ||= []).push(body) }
    end
    around = lambda do |item, name|
      found = class_of.(item).ancestors.reverse.flat_map { |type| blocks[[type, name]] || [] }
      (name == :before ? found : found.reverse).each { |body| item.instance_exec(&body) }
    end
    base.define_method(:setup) { around.(self, :before) }
    base.define_method(:teardown) { around.(self, :after) }
    base.define_singleton_method(:let) do |name, &body|
      define_method(name) { (@assay_let ||= {}).fetch(name) { @assay_let[name] = instance_exec(&body) } }
    end
    base.singleton_class.send(:define_method, :subject) { |&body| let(:subject, &body) }
    %i[_ value expect].each { |name| base.define_method(name) { |value = nil, &body| expectation.new(self, body || value) } }
    Kernel.define_method(:describe, &describe)
    Kernel.send(:private, :describe)
  end
end
