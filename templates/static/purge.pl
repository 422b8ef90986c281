#!/usr/bin/perl
# purge.pl STYLE.css FILE... > less.css
# Leaves of a style sheet what the pages can use: a selector goes when it asks for a class that is
# a word of none of the files. Words, not class attributes: so a name that a script or a condition
# of a template puts together from whole words is kept, and what is kept too much costs bytes only.
# tests/browser/weight.test.js looks that no page has lost a class.
use strict;
use warnings;

my ($style, @files) = @ARGV;
my %words;
local $/;
for my $file (@files) {
	open my $in, '<', $file or die "$file: $!\n";
	$words{$_} = 1 for <$in> =~ /[A-Za-z][\w-]*/g;
}

# The selectors that stay, of a list of them.
sub selectors {
	return join ',', grep {
		my $selector = $_;
		$selector !~ /\[data-bs/ && !grep { !$words{$_} } $selector =~ /\.([A-Za-z][\w-]*)/g;
	} split_outside(shift);
}

# At the commas that stand in no bracket: `:not(a,b)` is one.
sub split_outside {
	my ($list) = @_;
	my ($depth, @parts) = (0, '');
	for my $piece (split /([(),])/, $list) {
		$depth += $piece eq '(' ? 1 : $piece eq ')' ? -1 : 0;
		if ($piece eq ',' && !$depth) { push @parts, ''; next }
		$parts[-1] .= $piece;
	}
	return @parts;
}

# Rules and groups of rules up to the end of the text.
sub rules {
	my ($text) = @_;
	my $kept = '';
	while ($text =~ /\G\s*([^{};]+)(;|(\{(?:[^{}]++|(?3))*\}))/g) {
		my ($head, $end, $body) = ($1, $2, $3);
		if (!defined $body) { $kept .= "$head;"; next }
		if ($head =~ /^\@(media|supports|layer)/) {
			my $inner = rules(substr $body, 1, -1);
			$kept .= "$head\{$inner}" if length $inner;
			next;
		}
		$head = selectors($head) unless $head =~ /^@/;
		$kept .= $head . $body if length $head;
	}
	return $kept;
}

open my $in, '<', $style or die "$style: $!\n";
my $text = <$in>;
my $licence = $text =~ m{^(?:\@charset[^;]*;)?\s*(/\*!.*?\*/)}s ? "$1\n" : '';
$text =~ s{/\*.*?\*/}{}gs;
my $kept = $licence . rules($text) . "\n";
$kept =~ tr/{// == $kept =~ tr/}// && length $kept > 1000 or die "$style: not understood\n";
print $kept;
