# Runs a source and the tests that share its process; the one-time word stays in this file's own
# variables, and the report is written by code that was compiled before the source.
package main;
sub assay_run_ASSAY_MARK { eval $_[0]; return $@ }
sub assay_load_ASSAY_MARK { my $done = do $_[0]; return defined $done || !$@ && !$! ? "" : $@ || "" }
{
    package Assay::ASSAY_MARK;
    use strict;
    use warnings;
    use Scalar::Util ();
    use B ();
    use overload ();

    my ($run, $load) = (\&main::assay_run_ASSAY_MARK, \&main::assay_load_ASSAY_MARK);
    my ($blessed, $refaddr) = (\&Scalar::Util::blessed, \&Scalar::Util::refaddr);
    my $secret = readline STDIN;
    chomp $secret;
    my $word = substr $secret, 32;
    my ($low, $high) = do { no warnings; (hex(substr $secret, 0, 16), hex(substr $secret, 16, 16)) };
    undef $secret;
    my $tests = do { local $/; readline STDIN } // "";
    # A last `exit 0` says no more than the end does.
    $tests =~ s/(?:^|(?<=[;}\n]))\s*exit\s*(?:\(\s*0?\s*\)|0)?\s*;?\s*\z/\n;/;
    open STDIN, "<", "/dev/null";
    open my $report, ">>", ".assay/report" or die "report: $!";
    my ($finished, $passed, @failures) = (0, 0);
    my ($count, $plan, $tampered) = (0, undef, 0);

    my $field = sub {
        my $text = substr $_[0] // "", 0, 2000;
        $text =~ s/([\\\n\t\r])/$1 eq "\\" ? "\\\\" : $1 eq "\n" ? "\\n" : $1 eq "\t" ? "\\t" : "\\r"/ge;
        utf8::encode($text) if utf8::is_utf8($text);
        return $text;
    };
    # Each line is sealed with all before it: SipHash-2-4 of the last seal and the line.
    my $last = "";
    my $turned = sub { $_[0] << $_[1] | $_[0] >> 64 - $_[1] };
    my $sum = sub { use integer; $_[0] + $_[1] };
    my $seal = sub {
        no warnings "portable";
        my $data = $last . $_[0];
        my $size = length $data;
        my @words = unpack "Q<*", $data . "\0" x (7 - $size % 8) . chr($size & 255);
        my ($v0, $v1) = ($low ^ 0x736f6d65_70736575, $high ^ 0x646f7261_6e646f6d);
        my ($v2, $v3) = ($low ^ 0x6c796765_6e657261, $high ^ 0x74656462_79746573);
        for my $at (0 .. @words) {
            my ($word, $rounds) = $at < @words ? ($words[$at], 2) : (0, 4);
            $v2 ^= 255 if $at == @words;
            $v3 ^= $word;
            for (1 .. $rounds) {
                $v0 = $sum->($v0, $v1);
                $v1 = $turned->($v1, 13) ^ $v0;
                $v0 = $turned->($v0, 32);
                $v2 = $sum->($v2, $v3);
                $v3 = $turned->($v3, 16) ^ $v2;
                $v0 = $sum->($v0, $v3);
                $v3 = $turned->($v3, 21) ^ $v0;
                $v2 = $sum->($v2, $v1);
                $v1 = $turned->($v1, 17) ^ $v2;
                $v2 = $turned->($v2, 32);
            }
            $v0 ^= $word;
        }
        return $last = sprintf "%016x", $v0 ^ $v1 ^ $v2 ^ $v3;
    };
    my $line = sub {
        my $text = join "\t", map { $field->($_) } @_;
        syswrite $report, "$text\t" . $seal->($text) . "\n";
    };
    my $finish = sub {
        my ($id, $outcome, @texts) = @_;
        $finished++;
        $passed++ if $outcome eq "passed";
        $line->("F", $id, $outcome, "", map { $texts[$_] // "" } 0 .. 2);
    };

    # Plain data alone is equal to plain data: no operator of the source's is asked.
    my $same;
    no warnings "recursion";
    $same = sub {
        my ($left, $right, $depth, $met) = @_;
        return 0 if ($depth // 0) > 10_000;
        return !defined $left && !defined $right if !defined $left || !defined $right;
        return $left eq $right if !ref $left && !ref $right;
        return 0 if $blessed->($left) || ref $left ne ref $right;
        my $next = ($depth // 0) + 1;
        # What is met again, in data that holds each other, is what it was.
        $met //= {};
        return 1 if $met->{$refaddr->($left) . " " . $refaddr->($right)}++;
        if (ref $left eq "ARRAY") {
            return 0 if @$left != @$right;
            for (0 .. $#$left) { return 0 if !$same->($left->[$_], $right->[$_], $next, $met) }
            return 1;
        }
        if (ref $left eq "HASH") {
            return 0 if keys %$left != keys %$right;
            for (keys %$left) {
                return 0 if !exists $right->{$_} || !$same->($left->{$_}, $right->{$_}, $next, $met);
            }
            return 1;
        }
        return $same->($$left, $$right, $next, $met) if ref $left eq "SCALAR" || ref $left eq "REF";
        return $refaddr->($left) == $refaddr->($right);
    };
    my $show;
    $show = sub {
        my ($value, $depth) = @_;
        return "undef" if !defined $value;
        return "..." if ($depth // 0) > 8;
        my $next = ($depth // 0) + 1;
        return "[" . join(", ", map { $show->($_, $next) } @$value) . "]" if ref $value eq "ARRAY";
        return "{" . join(", ", map { "$_ => " . $show->($value->{$_}, $next) } sort keys %$value) . "}"
            if ref $value eq "HASH";
        return ref $value ? ref $value : $value;
    };
    my $check = sub {
        my ($good, $name, $got, $expected) = @_;
        $count++;
        push @failures, [$name // "assertion $count", $expected // "", $got // ""] if !$good;
        return $good ? 1 : 0;
    };
    my $object = sub { defined $_[0] && $blessed->($_[0]) };

    my %functions = (
        ok => sub ($;$) { $check->(!$object->($_[0]) && $_[0], $_[1]) },
        is => sub ($$;$) {
            $check->(!ref $_[0] && $same->($_[0], $_[1]), $_[2], $show->($_[0]), $show->($_[1]));
        },
        isnt => sub ($$;$) { $check->(!$same->($_[0], $_[1]), $_[2]) },
        is_deeply => sub {
            $check->($same->($_[0], $_[1]), $_[2], $show->($_[0]), $show->($_[1]));
        },
        like => sub ($$;$) { $check->(!ref $_[0] && defined $_[0] && $_[0] =~ $_[1], $_[2], $_[0], $_[1]) },
        unlike => sub ($$;$) { $check->(!ref $_[0] && defined $_[0] && $_[0] !~ $_[1], $_[2]) },
        cmp_ok => sub ($$$;$) {
            my ($left, $operator, $right, $name) = @_;
            my %known = map { $_ => 1 } qw(== != < > <= >= eq ne lt gt le ge);
            my $good = $known{$operator} && !ref $left && !ref $right
                && eval "no warnings; \$left $operator \$right";
            $check->($good, $name, $show->($left), "$operator " . $show->($right));
        },
        pass => sub (;$) { $check->(1, $_[0]) },
        fail => sub (;$) { $check->(0, $_[0]) },
        diag => sub { 1 }, note => sub { 1 }, explain => sub { map { $show->($_) } @_ },
        plan => sub { my %plan = @_ == 1 ? () : @_; $plan = $plan{tests} if $plan{tests}; 1 },
        done_testing => sub { $plan = $_[0] if defined $_[0]; 1 },
        subtest => sub { my ($name, $code) = @_; $code->(); 1 },
        BAIL_OUT => sub { $check->(0, "bailed out: " . ($_[0] // "")) },
        skip => sub { $check->(0, "skipped: " . ($_[0] // "")); no warnings; last SKIP },
    );
    my %deep = (
        eq_deeply => sub { $same->($_[0], $_[1]) },
        cmp_deeply => $functions{is_deeply},
    );
    my %known = map { $_ => $functions{$_} } qw();
    my $export = sub {
        my ($package, $table) = @_;
        no strict "refs";
        no warnings;
        for my $name (keys %$table) {
            *{"${package}::$name"} = $table->{$name};
            $known{"${package}::$name"} = $table->{$name};
        }
    };
    my $left = 0;
    my $leave = sub { $left = 1; die "the tests ended the program with status " . ($_[0] // 0) . "\n" };

    my $prepare = sub {
        no strict "refs";
        no warnings;
        for my $name (qw(Test/More.pm Test/Simple.pm Test/Deep.pm)) { $INC{$name} = "assay" }
        my $import = sub {
            my ($class, @words) = @_;
            my $caller = caller;
            $functions{plan}->(@words) if @words > 1 && $words[0] eq "tests";
            $export->($caller, \%functions);
        };
        for my $class ("Test::More", "Test::Simple") {
            *{"${class}::import"} = $import;
            $export->($class, \%functions);
        }
        *{"Test::Deep::import"} = sub { $export->(scalar caller, \%deep) };
        $export->("Test::Deep", \%deep);
        *{"CORE::GLOBAL::exit"} = $leave;
        $known{"CORE::GLOBAL::exit"} = $leave;
        %SIG = map { $_ => "DEFAULT" } grep { defined $SIG{$_} && /^[A-Z]+$/ } keys %SIG;
        delete $SIG{__DIE__};
        delete $SIG{__WARN__};
    };
    # The language's own words that the source put others in the place of.
    my $replaced = sub {
        no strict "refs";
        for my $name (sort keys %known) {
            return $name if !defined &{$name} || $refaddr->(\&{$name}) != $refaddr->($known{$name});
        }
        for my $name (sort keys %{"CORE::GLOBAL::"}) {
            return "CORE::GLOBAL::$name" if $name ne "exit" && defined &{"CORE::GLOBAL::$name"};
        }
        return "";
    };
    # Operators of classes that the tests do not name are no judges of what the tests bring. What a call
    # of the tests makes is seen to as it says `use overload`, or found after them.
    my (@foreign, %guarded);
    my ($can, $overload) = (\&UNIVERSAL::can, \&overload::OVERLOAD);
    my $places = join "|", map { quotemeta } sort { length $b <=> length $a } @INC;
    # Where a library's package is, its file is named like it; what is written in C has its own name.
    my $from_library = sub {
        my ($code, $package, $place) = @_;
        my $found = B::svref_2object($code);
        return $found->GV->STASH->NAME . "::" . $found->GV->NAME eq $place if $found->XSUB;
        my ($name) = $found->FILE =~ m{\A(?:$places)/(.+)\.pm\z} or return 0;
        $name =~ s{/}{::}g;
        return -e $found->FILE && "${package}::" =~ /\A\Q$name\E::/;
    };
    my $words = $tests =~ s/^=[a-z].*?^=cut\b//msgr =~ s/(?:^|(?<=\s))#.*//mgr
        =~ s/\b(?:use|no|require)\s+(?:Test::[\w:]+|[a-z]\w*\b)//gr;
    my $named = sub {
        my ($name) = $_[0] =~ /([^:]+)\z/ or return 0;
        return 0 if $_[0] eq "main";
        my $full = qr/(?<![\w\$\@%&])(?:\w+::)*\Q$name\E/;
        return $words =~ /$full\s*(?:->|::)|\b(?:new|package)\s+$full\b/
            || $words =~ /\b(?:isa|isa_ok|new_ok|ref|bless)\b[^;\n]*(["'])$full\1/;
    };
    my $judged = sub {
        my ($package, $is_late) = @_;
        no strict "refs";
        no warnings;
        return if $named->($package);
        for my $operator (qw(== != eq ne < > <= >= lt gt le ge <=> cmp - ~~ nomethod)) {
            my $place = "${package}::($operator";
            next if !exists ${"${package}::"}{"($operator"} || !defined &{$place};
            my $code = \&{$place};
            next if ($guarded{$place} // 0) == $refaddr->($code);
            my $method = ${$place};
            my $find = sub { defined $method && !ref $method && $can->($package, $method) || $code };
            next if $from_library->($find->(), $package, $place);
            push @foreign, "`$operator` of `$package`" if $is_late;
            my $guard = sub {
                push @foreign, "`$operator` of `$package`" if (caller)[1] eq "tests" && !ref $_[1];
                goto &{$find->()};
            };
            $guarded{$place} = $refaddr->($guard);
            *{$place} = $guard;
        }
    };
    my $each = sub {
        my ($is_late) = @_;
        no strict "refs";
        my (%seen, @packages);
        for (@packages = ("main"); @packages;) {
            my $package = shift @packages;
            next if $seen{$refaddr->(\%{"${package}::"})}++;
            $judged->($package, $is_late)
                if exists ${"${package}::"}{"(("} || exists ${"${package}::"}{"()"};
            push @packages, map { $package eq "main" ? $_ : "${package}::$_" }
                map { /\A(.+)::\z/s ? $1 : () } keys %{"${package}::"};
        }
    };
    my $watch = sub {
        no warnings;
        *overload::import = sub {
            my $package = caller;
            shift;
            $overload->($package, @_);
            $judged->($package, 0);
        };
        $known{"overload::import"} = \&overload::import;
    };
    my $case = sub {
        my ($id, $text, $expected) = @_;
        $line->("S", $id);
        (@failures, $count, $left) = ();
        @foreign = ();
        $plan = undef;
        my $fault = $run->("package main; no strict; no warnings;\n#line 1 \"tests\"\n$text\n;");
        if ($left) { $finish->($id, "failed", $fault); return 0 }
        if ($fault) {
            $finish->($id, "error", ref $fault ? "an object was thrown" : $fault);
            return 0;
        }
        if (@failures) { $finish->($id, "failed", @{$failures[0]}); return 0 }
        $each->(1);
        if (@foreign) {
            $finish->($id, "failed", "$foreign[0], which the tests do not name, was to judge a value of theirs");
            return 0;
        }
        if (defined $plan && $plan != ($count // 0)) {
            $finish->($id, "failed", "planned $plan assertions and ran " . ($count // 0));
            return 0;
        }
        $finish->($id, "passed");
        return 1;
    };

    $line->("S", "1") if 0;
    my $fault = $load->("./$ARGV[0]");
    if ($fault) {
        $line->("S", "1");
        $finish->("1", "error", ref $fault ? "an object was thrown" : $fault);
        exit 1;
    }
    $prepare->();
    $each->(0);
    $watch->();
    my $good = $case->("1", $tests);
    my $evidence = $replaced->();
    if ($evidence) { $line->("T", "the source replaced `$evidence`"); exit 1 }
    my $canary = "use Test::More; is(VALUE, 1); is_deeply([VALUE], [1]); exit 1 if VALUE != 1 || \"VALUE\" ne \"1\";";
    my $form = sub { my $text = $canary; $text =~ s/VALUE/$_[0]/g; $text };
    my $passes = $case->("assay: must pass", $form->(1));
    my $fails = !$case->("assay: must fail", $form->(2));
    my $done = $good && $passes && $fails;
    $line->("E", $word, $finished, $passed) if $done;
    exit($done ? 0 : 1);
}
