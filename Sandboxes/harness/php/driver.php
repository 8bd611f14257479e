<?php

// The candidate's side of `function` tests: runs the source, then answers calls. It holds no
// expected value, so whatever the source does to this process can only change its answers.
// Started by a shell that put the judge's pipes on descriptors 3 and 4, /dev/null on 0 and
// standard error on 1: PHP cannot copy descriptors onto others.

namespace Assay;

final class CannotCross extends \Exception
{
}

/** A value in the encoding of the judge's values. */
final class Encoder
{
    private const MAX_DEPTH = 200;
    private const MAX_BYTES = 16 << 20;

    public static function encode(mixed $value): string
    {
        \ini_set('serialize_precision', '-1');
        $text = self::tree($value, 0);
        if (\strlen($text) > self::MAX_BYTES) {
            throw new CannotCross('larger than 16 MiB');
        }
        return $text;
    }

    private static function tree(mixed $value, int $depth): string
    {
        if ($depth > self::MAX_DEPTH) {
            throw new CannotCross('nested deeper than ' . self::MAX_DEPTH);
        }
        return match (true) {
            $value === null => 'null',
            \is_bool($value) => $value ? 'true' : 'false',
            \is_int($value) => (string) $value,
            \is_float($value) => self::float($value),
            \is_string($value) => self::text($value),
            \is_array($value) => self::container($value, $depth),
            default => self::object($value, $depth),
        };
    }

    private static function float(float $value): string
    {
        if (\is_nan($value)) {
            return '{"$float":"nan"}';
        }
        if (\is_infinite($value)) {
            return $value > 0 ? '{"$float":"inf"}' : '{"$float":"-inf"}';
        }
        return \json_encode($value, \JSON_PRESERVE_ZERO_FRACTION);
    }

    /** A text; bytes that are no UTF-8 stay bytes. */
    public static function text(string $value): string
    {
        $flags = \JSON_UNESCAPED_UNICODE | \JSON_UNESCAPED_SLASHES | \JSON_UNESCAPED_LINE_TERMINATORS;
        $text = \json_encode($value, $flags);
        return $text === false ? '{"$bytes":"' . \base64_encode($value) . '"}' : $text;
    }

    private static function container(array $value, int $depth): string
    {
        if (\array_is_list($value)) {
            $items = [];
            foreach ($value as $item) {
                $items[] = self::tree($item, $depth + 1);
            }
            return '[' . \implode(',', $items) . ']';
        }
        return self::members($value, $depth);
    }

    private static function members(array $value, int $depth): string
    {
        $plain = true;
        $pairs = [];
        foreach ($value as $key => $item) {
            $left = self::tree($key, $depth + 1);
            $plain = $plain && \is_string($key) && $left[0] === '"' && ($key[0] ?? '') !== '$';
            $pairs[] = [$left, self::tree($item, $depth + 1)];
        }
        $parts = [];
        foreach ($pairs as [$left, $right]) {
            $parts[] = $plain ? "$left:$right" : "[$left,$right]";
        }
        $text = \implode(',', $parts);
        return $plain ? '{' . $text . '}' : '{"$dict":[' . $text . ']}';
    }

    private static function object(mixed $value, int $depth): string
    {
        if (\is_object($value) && \get_class($value) === 'stdClass') {
            return self::members(\get_object_vars($value), $depth);
        }
        if ($value instanceof \DateTimeInterface) {
            return '{"$datetime":' . self::text($value->format('Y-m-d\TH:i:s.uP')) . '}';
        }
        throw new CannotCross(\get_debug_type($value));
    }
}

/** A value in PHP's own types. */
final class Decoder
{
    private array $definitions = [];

    public function value(mixed $tree, ?int $definition = null): mixed
    {
        if (!\is_array($tree)) {
            return $tree;
        }
        $tag = \count($tree) === 1 ? \array_key_first($tree) : null;
        if (\is_string($tag) && ($tag[0] ?? '') === '$') {
            return $this->tagged($tag, $tree[$tag], $definition);
        }
        $items = [];
        foreach ($tree as $key => $item) {
            $items[$key] = $this->value($item);
        }
        if ($definition !== null) {
            $this->definitions[$definition] = $items;
        }
        return $items;
    }

    private function tagged(string $tag, mixed $body, ?int $definition): mixed
    {
        return match ($tag) {
            '$tuple', '$set', '$frozenset', '$complex' => $this->value($body, $definition),
            '$dict' => $this->pairs($body, $definition),
            '$record' => $this->pairs($body['fields'], $definition),
            '$array' => $this->value($body['data'], $definition),
            '$def' => $this->value($body[1], $body[0]),
            // Arrays are values in PHP: sharing does not show, and a cycle ends here.
            '$ref' => $this->definitions[$body] ?? null,
            '$float' => ['nan' => \NAN, 'inf' => \INF, '-inf' => -\INF][$body],
            '$bytes', '$str' => \base64_decode($body),
            '$range' => $this->range(...$body),
            '$datetime' => new \DateTimeImmutable($body),
            default => $body,
        };
    }

    private function pairs(array $pairs, ?int $definition): array
    {
        $members = [];
        foreach ($pairs as [$key, $item]) {
            $key = $this->value($key);
            $key = \is_array($key) ? Encoder::encode($key) : $key;
            // PHP would cut a float's fraction off.
            $members[\is_float($key) ? (string) $key : $key] = $this->value($item);
        }
        if ($definition !== null) {
            $this->definitions[$definition] = $members;
        }
        return $members;
    }

    private function range(int $start, int $stop, int $step): array
    {
        $items = [];
        for ($item = $start; $step > 0 ? $item < $stop : $item > $stop; $item += $step) {
            $items[] = $item;
        }
        return $items;
    }
}

final class Driver
{
    /** What the source leaves in the place of its file: tagged code, or bare code. */
    public static string $path = '';
    public static ?string $bare = null;
    private static mixed $calls;
    private static mixed $answers;
    private static int $start = 0;

    public static function open(string $path): void
    {
        self::$calls = \fopen('php://fd/3', 'rb');
        self::$answers = \fopen('php://fd/4', 'wb');
        self::$path = \realpath($path);
        self::$start = self::frame()['id'];
        $source = (string) \file_get_contents($path);
        if (\stripos($source, '<?php') === false && !\str_contains($source, '<?=')) {
            self::$bare = $source;
        }
        $_SERVER['argv'] = $GLOBALS['argv'] = [$path];
        $_SERVER['argc'] = $GLOBALS['argc'] = 1;
    }

    private static function frame(): ?array
    {
        $line = \fgets(self::$calls);
        return $line === false ? null : \json_decode($line, true, 2048);
    }

    private static function reply(int $id, string $rest): void
    {
        $bytes = "{\"id\":$id,$rest}\n";
        while ($bytes !== '') {
            $count = \fwrite(self::$answers, $bytes);
            if (!$count) {
                exit(1);
            }
            $bytes = \substr($bytes, $count);
        }
        \fflush(self::$answers);
    }

    public static function failed(\Throwable $error): void
    {
        \fwrite(\STDERR, \get_class($error) . ': ' . $error->getMessage() . "\n");
        self::reply(self::$start, self::raised($error));
    }

    public static function serve(): void
    {
        self::reply(self::$start, '"ready":true');
        while (($call = self::frame()) !== null) {
            self::reply($call['id'], self::answer($call));
        }
    }

    private static function answer(array $call): string
    {
        $decoder = new Decoder();
        $values = [];
        foreach ($call['args']['$tuple'] as $group) {
            foreach ($group as $key => $tree) {
                $values[$key] = $decoder->value($tree);
            }
        }
        // References, so that what is taken by reference can be changed.
        $given = [];
        foreach ($values as $key => &$value) {
            $given[$key] = &$value;
        }
        unset($value);
        try {
            $result = \call_user_func_array(self::target($call['name']), $given);
            if ($result instanceof \Generator) {
                $result = \iterator_to_array($result, false);
            }
            if (isset($call['observe'])) {
                $result = $values[$call['observe']] ?? null;
            }
            return '"value":' . Encoder::encode($result);
        } catch (CannotCross $error) {
            return '"cannot":' . Encoder::text($error->getMessage());
        } catch (\Throwable $error) {
            return self::raised($error);
        }
    }

    private static function target(string $name): callable
    {
        [$first, $rest] = \preg_split('/[.#]/', $name, 2) + [1 => null];
        if ($rest !== null) {
            return self::method($first, $rest, \str_contains($name, '#'));
        }
        $names = [$name, self::space() . '\\' . $name];
        foreach ($names as $full) {
            if (\function_exists($full)) {
                return $full;
            }
        }
        $value = $GLOBALS[$name] ?? null;
        if ($value instanceof \Closure) {
            return $value;
        }
        throw new \Error("Call to undefined function $name()");
    }

    private static function method(string $class, string $name, bool $ofInstance): callable
    {
        $class = \class_exists($class) ? $class : self::space() . '\\' . $class;
        $method = new \ReflectionMethod($class, $name);
        $method->setAccessible(true);
        return $method->isStatic() && !$ofInstance
            ? $method->getClosure() : $method->getClosure(new $class());
    }

    /** The namespace that the source is in. */
    private static function space(): string
    {
        $source = self::$bare ?? (string) \file_get_contents(self::$path);
        return \preg_match('/^\s*(?:<\?php\s+)?namespace\s+([\w\\\\]+)/m', $source, $found)
            ? $found[1] : '';
    }

    private static function raised(\Throwable $error): string
    {
        $types = [\get_class($error), ...\array_values(\class_parents($error))];
        $types = \array_map(fn ($type) => '["",' . Encoder::text($type) . ']', $types);
        $message = \substr($error->getMessage(), 0, 65536);
        // A wrong type is told with the caller, which is this file.
        $message = \preg_replace('/, called in \S+ on line \d+$/', '', $message);
        $message = Encoder::text((string) $message);
        return '"raised":{"types":[' . \implode(',', $types) . "],\"message\":$message,"
            . '"args":null,"line":' . (self::line($error) ?? 'null') . '}';
    }

    private static function line(\Throwable $error): ?int
    {
        $place = ['file' => $error->getFile(), 'line' => $error->getLine()];
        foreach ([$place, ...$error->getTrace()] as $frame) {
            $file = $frame['file'] ?? '';
            if ($file === self::$path || \str_contains($file, "eval()'d code")) {
                return $frame['line'] ?? null;
            }
        }
        return null;
    }
}

Driver::open($argv[1]);
try {
    // At the top, so that the source's variables are global.
    if (Driver::$bare !== null) {
        eval(Driver::$bare);
    } else {
        include Driver::$path;
    }
} catch (\Throwable $assayError) {
    Driver::failed($assayError);
    exit(0);
}
Driver::serve();
