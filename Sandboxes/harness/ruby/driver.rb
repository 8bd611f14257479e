# frozen_string_literal: true

# The candidate's side of `function` tests: runs the source, then answers calls. It holds no
# expected value, so whatever the source does to this process can only change its answers.

require "json"

module AssayDriver
  MAX_DEPTH = 200
  MAX_BYTES = 16 << 20
  KIND = Kernel.instance_method(:class)
  SEND = BasicObject.instance_method(:__send__)
  RESPONDS = Kernel.instance_method(:respond_to?)
  PARSE = JSON.method(:parse)
  DIGITS = Integer.instance_method(:to_s)
  DECIMALS = Float.instance_method(:to_s)
  # Copies are closed in programs that the source starts.
  CALLS = $stdin.dup
  ANSWERS = $stdout.dup
  $stdin.reopen(File::NULL)
  $stdout.reopen($stderr)
  CALLS.binmode
  ANSWERS.binmode
  # Standard output was buffered by itself, standard error is not.
  $stdout.sync = true

  class CannotCross < Exception
  end

  # A value in the encoding of the judge's values.
  class Encoder
    def initialize
      @seen = {}.compare_by_identity
      @count = 0
    end

    def encode(value)
      explore(value, 0)
      text = tree(value, 0)
      raise CannotCross, "larger than 16 MiB" if text.bytesize > MAX_BYTES
      text
    end

    private

    # Which containers are met more than once.
    def explore(value, depth)
      return unless Array === value || Hash === value || set?(value)
      if @seen.key?(value)
        @seen[value] = true
        return
      end
      raise CannotCross, "nested deeper than #{MAX_DEPTH}" if depth > MAX_DEPTH
      @seen[value] = false
      if Hash === value
        value.each_pair do |key, item|
          explore(key, depth + 1)
          explore(item, depth + 1)
        end
      else
        value.each { |item| explore(item, depth + 1) }
      end
    end

    def set?(value)
      defined?(::Set) && ::Set === value
    end

    def tree(value, depth)
      case value
      when nil then "null"
      when true then "true"
      when false then "false"
      when Integer then DIGITS.bind_call(value)
      when Float then float(value)
      when String then AssayDriver.text(value)
      when Symbol then AssayDriver.text(value.to_s)
      when Array, Hash then shared(value, depth)
      else set?(value) ? shared(value, depth) : rare(value)
      end
    end

    def shared(value, depth)
      known = @seen[value]
      return %({"$ref":#{DIGITS.bind_call(known)}}) if Integer === known
      return container(value, depth) unless known
      number = @seen[value] = @count
      @count += 1
      %({"$def":[#{DIGITS.bind_call(number)},#{container(value, depth)}]})
    end

    def container(value, depth)
      if Array === value
        "[#{value.map { |item| tree(item, depth + 1) }.join(",")}]"
      elsif Hash === value
        members(value, depth)
      else
        %({"$set":[#{value.map { |item| tree(item, depth + 1) }.sort.join(",")}]})
      end
    end

    def members(value, depth)
      plain = value.each_key.all? do |key|
        (String === key || Symbol === key) && !key.start_with?("$") && AssayDriver.text?(key.to_s)
      end
      parts = value.map do |key, item|
        pair = [tree(key, depth + 1), tree(item, depth + 1)]
        plain ? pair.join(":") : "[#{pair.join(",")}]"
      end
      plain ? "{#{parts.join(",")}}" : %({"$dict":[#{parts.join(",")}]})
    end

    def float(value)
      return DECIMALS.bind_call(value) if value - value == 0
      %({"$float":"#{value.nan? ? "nan" : value.positive? ? "inf" : "-inf"}"})
    end

    def rare(value)
      case value
      when Rational then %({"$fraction":["#{value.numerator}","#{value.denominator}"]})
      when Complex then complex(value)
      when Range then range(value)
      else other(value, KIND.bind_call(value).name || "an unnamed class")
      end
    end

    def complex(value)
      %({"$complex":[#{[value.real, value.imaginary].map { |part| float(part.to_f) }.join(",")}]})
    end

    def range(value)
      first, last = value.begin, value.end
      raise CannotCross, "Range" unless Integer === first && Integer === last
      %({"$range":[#{first},#{value.exclude_end? ? last : last + 1},1]})
    end

    def other(value, name)
      case name
      when "BigDecimal" then %({"$decimal":"#{value.to_s("F")}"})
      when "Date", "DateTime" then %({"$datetime":"#{value.iso8601}"})
      else raise CannotCross, name
      end
    rescue StandardError
      raise CannotCross, name
    end
  end

  # A value in Ruby's own types.
  class Decoder
    def initialize
      @definitions = {}
    end

    def value(tree, definition = nil)
      case tree
      when Array then list(tree, definition)
      when Hash
        tag = tree.each_key.first if tree.size == 1
        return tagged(tag, tree[tag], definition) if tag&.start_with?("$")
        members = register({}, definition)
        tree.each_pair { |key, item| members[key] = value(item) }
        members
      when String then +tree
      else tree
      end
    end

    private

    def register(container, definition)
      @definitions[definition] = container if definition
      container
    end

    def list(trees, definition)
      items = register([], definition)
      trees.each { |tree| items << value(tree) }
      items
    end

    def tagged(tag, body, definition)
      case tag
      when "$tuple" then list(body, definition)
      when "$set", "$frozenset" then set(body, definition)
      when "$dict" then pairs(body, definition)
      when "$record" then pairs(body["fields"], definition)
      when "$array" then value(body["data"])
      when "$def" then value(body[1], body[0])
      when "$ref" then @definitions[body]
      else scalar(tag, body)
      end
    end

    def set(trees, definition)
      require "set"
      items = register(::Set.new, definition)
      trees.each { |tree| items << value(tree) }
      items
    end

    def pairs(trees, definition)
      members = register({}, definition)
      trees.each { |key, item| members[value(key)] = value(item) }
      members
    end

    def scalar(tag, body)
      case tag
      when "$float"
        { "nan" => Float::NAN, "inf" => Float::INFINITY, "-inf" => -Float::INFINITY }[body]
      when "$str" then body.unpack1("m").force_encoding("UTF-8")
      when "$bytes" then body.unpack1("m")
      when "$complex" then Complex(*body.map { |part| value(part) })
      when "$fraction" then Rational(Integer(body[0]), Integer(body[1]))
      when "$range" then range(*body)
      when "$decimal"
        require "bigdecimal"
        BigDecimal(body)
      when "$datetime"
        require "date"
        body.include?("T") ? DateTime.iso8601(body) : Date.iso8601(body)
      else body
      end
    end

    # Ruby's own range where it counts by one, else its numbers.
    def range(first, stop, step)
      step == 1 ? (first...stop) : first.step(step.positive? ? stop - 1 : stop + 1, step).to_a
    end
  end

  ESCAPES = Hash.new { |_, mark| format("\\u%04x", mark.ord) }
  ESCAPES.update('"' => '\"', "\\" => "\\\\", "\n" => "\\n", "\t" => "\\t", "\r" => "\\r")

  class << self
    def text?(value)
      value.encode("UTF-8").valid_encoding?
    rescue EncodingError
      false
    end

    # A text; bytes that are no UTF-8 stay bytes.
    def text(value)
      value = String.new(value)
      if value.encoding == Encoding::BINARY
        utf8 = value.dup.force_encoding("UTF-8")
      else
        utf8 = value.encode("UTF-8") rescue value
      end
      return quoted(utf8) if utf8.encoding == Encoding::UTF_8 && utf8.valid_encoding?
      tag = value.encoding == Encoding::UTF_8 && wobbly?(value) ? "$str" : "$bytes"
      %({"#{tag}":"#{[value.b].pack("m0")}"})
    end

    # UTF-8 but for lone surrogates in three bytes.
    def wobbly?(value)
      value.b.gsub(/\xed[\xa0-\xbf][\x80-\xbf]/n, "").force_encoding("UTF-8").valid_encoding?
    end

    def quoted(value)
      %("#{value.gsub(/["\\\x00-\x1f]/) { |mark| ESCAPES[mark] }}")
    end

    def raised(error)
      kind = KIND.bind_call(error)
      types = kind.ancestors.grep(Class).take_while { |base| base != Object }
      message = begin
        text = error.message
        String === text ? text.byteslice(0, 65_536).scrub("") : ""
      rescue Exception
        ""
      end
      types = types.map { |base| %(["",#{text(base.name || "an unnamed class")}]) }
      %("raised":{"types":[#{types.join(",")}],"message":#{text(message)},"args":null,) +
        %("line":#{line(error) || "null"}})
    end

    def line(error)
      return error.message[/\A#{Regexp.escape(@path)}:(\d+)/, 1] if SyntaxError === error
      place = (error.backtrace || []).find { |frame| frame.start_with?("#{@path}:") }
      place && place[@path.size + 1..].to_i
    rescue Exception
      nil
    end

    def load(path)
      @path = path
      @names = TOPLEVEL_BINDING.dup
      @main = @names.receiver
      source = File.binread(path).force_encoding("UTF-8")
      code, data = source.split(/^__END__\n/, 2)
      if data
        require "stringio"
        Object.const_set(:DATA, StringIO.new(data))
      end
      $0 = "assay"
      ARGV.clear
      SCOPE.call(@names, code, path)
    end

    def target(name)
      unless RESPONDS.bind_call(@main, name, true)
        if name.match?(/\A[a-z_]/) && @names.local_variable_defined?(name)
          action = @names.local_variable_get(name)
          return action if action.respond_to?(:call)
        end
        raise NameError, "undefined method `#{name}' for main:Object"
      end
      nil
    end

    def invoke(entry, values, names)
      owner, mark, name = entry.partition(/[.#]/)
      if mark.empty?
        action = target(entry)
        return action.call(*values, **names) if action
        return SEND.bind_call(@main, entry, *values, **names)
      end
      scope = Object.const_get(owner)
      alone = mark == "." && (!(Class === scope) || scope.respond_to?(name, true))
      scope = scope.new unless alone
      SEND.bind_call(scope, name, *values, **names)
    end

    def answer(call)
      values, names = Decoder.new.value(call["args"])
      observed = call["observe"]
      kept = observed && values[observed]
      result = invoke(call["name"], values, names.transform_keys(&:to_sym))
      %("value":#{Encoder.new.encode(observed ? kept : result)})
    rescue CannotCross => error
      %("cannot":#{text(error.message)})
    rescue Exception => error
      raised(error)
    end

    def reply(id, rest)
      ANSWERS.write(%({"id":#{DIGITS.bind_call(id)},#{rest}}\n))
      ANSWERS.flush
    end

    def frame
      line = CALLS.gets("\n")
      line && PARSE.call(line.force_encoding("UTF-8"), max_nesting: false)
    end

    def main(path)
      start = frame
      begin
        load(path)
        reply(start["id"], '"ready":true')
      rescue Exception => error
        warn(error.full_message(highlight: false)) rescue nil
        reply(start["id"], raised(error))
        exit!(0)
      end
      while (call = frame)
        reply(call["id"], answer(call))
      end
      exit!(0)
    end
  end
end

# Outside of the module, so that the source's constants are looked up as at the top.
AssayDriver::SCOPE = ->(names, code, path) { names.eval(code, path, 1) }
AssayDriver.main(ARGV[0])
