use strict;
use warnings;

chomp(my $what = <STDIN>);
if ($what eq "echo") { print while <STDIN>; }
elsif ($what eq "exit") { exit 3; }
elsif ($what eq "raise") { die "deliberate\n"; }
elsif ($what eq "abort") { kill "ABRT", $$; }
elsif ($what eq "spin") { 1 while 1; }
elsif ($what eq "hog") { my @kept; push @kept, "x" x (1 << 20) . @kept while 1; }
