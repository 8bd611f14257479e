# Operators of the source's own classes and objects, which are no judges of what the language brings
# unless the tests name their class: each notes here that the tests asked it. `judged` sees to those
# that there are, `look` to those that a value has as the tests compare it.
lambda do |class_of, core, named, names|
  foreign = []
  own_methods, method_of, define_in = %i[instance_methods instance_method define_method]
    .map { |name| Module.instance_method(name) }
  ancestors, has_method = Module.instance_method(:ancestors), Module.instance_method(:method_defined?)
  singles, single = %i[singleton_methods singleton_class].map { |name| Kernel.instance_method(name) }
  location, first_name = %i[source_location original_name].map { |name| UnboundMethod.instance_method(name) }
  code_of = RubyVM::InstructionSequence.method(:of)
  real_path = RubyVM::InstructionSequence.instance_method(:absolute_path)
  array_at, hash_values = Array.instance_method(:[]), Hash.instance_method(:values)
  fields = Struct.instance_method(:to_a)
  array_size, where = Array.instance_method(:size), Kernel.instance_method(:caller_locations)
  module_name = Module.instance_method(:name)
  label = ->(type) { (name = module_name.bind_call(type)) ? "`#{name}`" : "a class without a name" }
  at_once = core - [String]
  plain = ->(value) { (type = class_of.(value)) && (core.include?(type) || type.equal?(Array) || type.equal?(Hash)) }
  wrapped = {}.compare_by_identity
  known = {}.compare_by_identity

  # The language's own methods, and those of files that are not the source's; a name that code gives
  # itself is no file.
  from_library = lambda do |method, name|
    next name == first_name.bind_call(method) unless location.bind_call(method)
    code = code_of.call(method)
    code && real_path.bind_call(code)&.start_with?("/usr/")
  end
  # Whether it could be seen to that the operator tells.
  guard = lambda do |type, name|
    original = method_of.bind_call(type, name)
    next true if wrapped[type]&.fetch(name, nil) == original || from_library.(original, name)
    define_in.bind_call(type, name) do |*values, &body|
      if values.any?(&plain) && where.bind_call(self, 2, 1)&.first&.path == "tests" && !named.(class_of.(self))
        foreign.push("`#{name}` of #{label.(class_of.(self))}")
      end
      original.bind_call(self, *values, &body)
    end
    (wrapped[type] ||= {})[name] = method_of.bind_call(type, name)
    true
  rescue FrozenError
    false
  end
  guard_all = lambda do |type|
    (own_methods.bind_call(type, false) & names).map { |name| guard.(type, name) }.all?
  end

  judged = lambda do |before|
    known = before
    ObjectSpace.each_object(Module).each { |type| guard_all.(type) unless known.include?(type) || named.(type) }
  end
  look_at = lambda do |value, other, left, depth|
    type = class_of.(value)
    next if at_once.include?(type) || depth > 8 || (left[0] -= 1).negative?
    if type.equal?(Array)
      [array_size.bind_call(value), left[0]].min.times { |at| look_at.(array_at.bind_call(value, at), other, left, depth + 1) }
    elsif type.equal?(Hash)
      hash_values.bind_call(value).each { |one| look_at.(one, other, left, depth + 1) }
    elsif ancestors.bind_call(type).include?(Struct)
      fields.bind_call(value).each { |one| look_at.(one, other, left, depth + 1) }
    end
    next if !core.include?(type) && named.(type)
    own = singles.bind_call(value, true) & names
    good = own.empty? || own.map { |name| guard.(single.bind_call(value), name) }.all?
    ancestors.bind_call(type).each do |one|
      good &&= guard_all.(one) unless known.include?(one) || named.(one)
    end
    good &&= has_method.bind_call(type, :==)
    foreign.push("an operator of #{label.(type)}") if !good && plain.(other)
  end
  simple = at_once.to_h { |type| [type, true] }.compare_by_identity
  look = lambda do |one, two = nil|
    next one if simple[class_of.(one)] && simple[class_of.(two)]
    left = [2000]
    look_at.(one, two, left, 0)
    look_at.(two, one, left, 0)
    one
  end
  { foreign: foreign, judged: judged, look: look }
end
